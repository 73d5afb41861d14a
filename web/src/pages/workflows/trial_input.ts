// SPDX-License-Identifier: Apache-2.0
// What a trial is given, made from a person of the books or from an event that came.
import type { Schemas } from '../../api/client';
import type { TrialRun } from './acts';
import type { Step } from './definition';

// In the app's own words, without what the app itself gives: the simulated one gives it anew.
export function contactOf(view: Schemas['RecordView'], side: 'a' | 'b'): Record<string, unknown> {
    const fields = view.sides[side]?.fields ?? {};
    return Object.fromEntries(Object.entries(fields).filter(([name, value]) => name !== 'id' && value !== null && value !== ''));
}

// What a step gave in a trial; of one that sets values, these.
export function given_by(step: Step, trial: TrialRun | null): { what: string; data: unknown } | undefined {
    const last = trial?.steps.findLast((note) => note.step === step.id && (note.what === 'done' || note.what === 'failed'));
    if (last === undefined || step.do !== 'set' || last.what !== 'done') return last;
    const vars = (trial?.values?.['vars'] ?? {}) as Record<string, unknown>;
    const names = Object.keys((step['values'] ?? {}) as object);
    return { what: 'done', data: Object.fromEntries(names.filter((name) => name in vars).map((name) => [name, vars[name]])) };
}

// The record that it was about becomes the one that is made for the trial.
export function eventOf(event: Schemas['Event']): Record<string, unknown> {
    const { payload, record_id } = event;
    const walk = (value: unknown): unknown => {
        if (record_id !== '' && (value === record_id || String(value) === record_id) && typeof value !== 'object')
            return '{{contact.id}}';
        if (Array.isArray(value)) return value.map(walk);
        if (typeof value === 'object' && value !== null)
            return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
        // Nothing that came from outside is read as an expression.
        return typeof value === 'string' ? value.replaceAll('{{', '{ {') : value;
    };
    const walked = walk(payload);
    return typeof walked === 'object' && walked !== null && !Array.isArray(walked) ? (walked as Record<string, unknown>) : {};
}
