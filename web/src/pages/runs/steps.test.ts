// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { operationsIn } from './operations';
import { callsOf, type Note, passedSteps } from './steps';

const note = (step: string, what: Note['what'], second: number, data: unknown = null, items: number[] = []): Note => ({
    at: `2026-03-02T10:00:${String(second).padStart(2, '0')}.000Z`,
    step,
    what,
    data,
    items,
});

describe('the notes of a run', () => {
    it('become one entry for each time a step was come to, with its attempts', () => {
        const steps = passedSteps([
            note('find', 'calls', 1, { id: 1 }),
            note('find', 'later', 2),
            note('find', 'calls', 3, { id: 1 }),
            note('find', 'done', 4, { name: 'Zoé' }),
            note('find', 'calls', 5),
            note('find', 'failed', 6, { code: 'x.y', message: 'no' }),
        ]);
        expect(steps.map(({ what, attempts }) => [what, attempts])).toEqual([
            ['done', 2],
            ['failed', 1],
        ]);
        expect(steps[0]).toMatchObject({ given: { id: 1 }, gave: { name: 'Zoé' } });
        expect(steps[1]?.error).toEqual({ code: 'x.y', message: 'no' });
    });
    it('keep the items of a loop apart', () => {
        const steps = passedSteps([
            note('tag', 'calls', 1, null, [1]),
            note('tag', 'calls', 1, null, [2]),
            note('tag', 'done', 2, 'b', [2]),
            note('tag', 'done', 3, 'a', [1]),
        ]);
        expect(steps.map(({ items, gave }) => [items, gave])).toEqual([
            [[1], 'a'],
            [[2], 'b'],
        ]);
    });
});

it('calls belong to the step in whose time its operation was made', () => {
    const [step] = passedSteps([note('find', 'calls', 10), note('find', 'done', 12)]);
    const call = (operation: string, second: number) =>
        ({ id: 'c', at: note('', 'done', second).at, operation }) as Parameters<typeof callsOf>[1][number];
    expect(callsOf(step as NonNullable<typeof step>, [call('a.b', 11), call('a.b', 20), call('c.d', 11)], 'a.b')).toHaveLength(1);
});

it('a definition names the operations of its steps', () => {
    expect(operationsIn('steps: [{id: x, do: if, then: [{id: y, do: call, operation: crm/a.b}]}]').get('y')).toBe('a.b');
    expect(operationsIn('steps: [').size).toBe(0);
});
