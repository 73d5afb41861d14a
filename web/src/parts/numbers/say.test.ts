// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ago, duration, exact, glance, percent } from './say';

const now = new Date('2026-03-01T10:00:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('numbers', () => {
    it('are exact when small and readable when large', () => {
        expect(exact(12_431, 'en')).toBe('12,431');
        expect(glance(99_999, 'en')).toBe('99,999');
        expect(glance(1_234_567, 'en')).toBe('1.23M');
    });
    it('follow French spacing', () => {
        expect(exact(12_431, 'fr').replace(/\s/g, ' ')).toBe('12 431');
        expect(percent(0.49, 'fr').replace(/\s/g, ' ')).toBe('49 %');
    });
});

describe('moments', () => {
    it.each([
        [2, 'now'],
        [-3, 'now'],
        [31, '31 seconds ago'],
        [119, '1 minute ago'],
        [3_600, '1 hour ago'],
        [90_000, 'yesterday'],
    ])('%i s before is "%s"', (seconds, words) => {
        expect(ago(before(seconds), now, 'en')).toBe(words);
    });
    it('become dates after a month', () => {
        expect(ago(before(86_400 * 45), now, 'en')).toContain('2026');
    });
});

describe('durations', () => {
    it.each([
        [0.25, 'milliseconds', '250'],
        [1.24, 'seconds', '1.2'],
        [34, 'seconds', '34'],
        [720, 'minutes', '12'],
        [9_000, 'hours', '2.5'],
        [400_000, 'days', '5'],
    ])('%d s in the unit people use', (seconds, unit, shown) => {
        expect(duration(seconds, 'en')).toMatchObject({ unit, shown });
    });
});
