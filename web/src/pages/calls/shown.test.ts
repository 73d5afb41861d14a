// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fromField, prettyBody, toField } from './shown';

test('JSON gets line breaks, everything else stays', () => {
    expect(prettyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyBody('{"a":')).toBe('{"a":');
    expect(prettyBody('')).toBe('');
});

test('a moment comes back as it went into its field', () => {
    expect(fromField(toField('2026-03-01T10:04:00.000Z'))).toBe('2026-03-01T10:04:00.000Z');
    expect(toField('')).toBe('');
    expect(toField('yesterday')).toBe('');
    expect(fromField('')).toBe('');
});
