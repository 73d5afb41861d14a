// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bookLines } from './lines';

describe('the lines of the two books', () => {
    it('are threads only when everybody is linked', () => {
        const drawn = bookLines({ linked: 500, left_alone: 0, right_alone: 0, unsure: 0 });
        expect(drawn.threads).toHaveLength(24);
        expect(drawn.left.every((line) => line.linked)).toBe(true);
    });
    it('show three unsure people among thousands', () => {
        const drawn = bookLines({ linked: 12_000, left_alone: 4, right_alone: 0, unsure: 3 });
        expect(drawn.threads.filter((thread) => thread.unsure)).toHaveLength(1);
        expect(drawn.left.filter((line) => !line.linked)).toHaveLength(1);
    });
    it('join as many lines on one side as on the other, for any shares', () => {
        for (let seed = 1; seed < 400; ++seed) {
            const part = (factor: number) => (seed * factor) % 97;
            const drawn = bookLines({ linked: part(31), left_alone: part(17), right_alone: part(53), unsure: part(7) % 5 });
            const linked = drawn.left.filter((line) => line.linked).length;
            expect(drawn.right.filter((line) => line.linked)).toHaveLength(linked);
            expect(drawn.threads).toHaveLength(linked);
            expect(drawn.left.every((line) => line.y >= 0 && line.y <= 240)).toBe(true);
        }
    });
    it('draw nothing when there is nobody', () => {
        expect(bookLines({ linked: 0, left_alone: 0, right_alone: 0, unsure: 0 })).toEqual({ left: [], right: [], threads: [] });
    });
});
