// SPDX-License-Identifier: Apache-2.0
// The notes of a run put together: one entry for each time that a step was come to.
import type { Schemas } from '../../api/client';

export type Note = Schemas['WorkflowStepNote'];
export interface Passed {
    step: string;
    items: number[]; // in which items of which loops
    what: Note['what']; // what became of it last
    begun_at: string;
    ended_at: string | null; // null: it is not over
    given: unknown; // what was sent; undefined: nothing was
    gave: unknown; // undefined: nothing yet
    error: { code: string; message: string } | null;
    attempts: number;
}

const is_end = (what: Note['what']) => what === 'done' || what === 'failed';

export function passedSteps(notes: Note[]): Passed[] {
    const passed: Passed[] = [];
    for (const note of notes) {
        const items = note.items.map(Number);
        const key = `${note.step}/${items.join('.')}`;
        let entry = passed.findLast((each) => `${each.step}/${each.items.join('.')}` === key);
        // Come to again: by a jump, or in the next round of a loop.
        if (entry === undefined || entry.ended_at !== null) {
            entry = {
                step: note.step,
                items,
                what: note.what,
                begun_at: note.at,
                ended_at: null,
                given: undefined,
                gave: undefined,
                error: null,
                attempts: 0,
            };
            passed.push(entry);
        }
        entry.what = note.what;
        if (note.what === 'calls') {
            entry.attempts += 1;
            entry.given ??= note.data;
        }
        if (note.what === 'done') entry.gave = note.data;
        if (note.what === 'failed') {
            const data = (note.data ?? {}) as { code?: string; message?: string };
            entry.error = { code: data.code ?? '', message: data.message ?? '' };
        }
        if (is_end(note.what)) entry.ended_at = note.at;
    }
    return passed;
}

// Which calls belong to a step: those of its time whose operation it made. Calls of branches that run beside each other overlap only
// where both made the same one; then each shows both.
export function callsOf(step: Passed, calls: Schemas['Call'][], operation: string): Schemas['Call'][] {
    const from = new Date(step.begun_at).getTime() - 1_000;
    const to = step.ended_at === null ? Infinity : new Date(step.ended_at).getTime() + 1_000;
    return calls.filter((call) => {
        const at = new Date(call.at).getTime();
        return call.operation === operation && at >= from && at <= to;
    });
}
