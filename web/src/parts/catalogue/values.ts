// SPDX-License-Identifier: Apache-2.0
// What a person types into an entry's form, and the inputs that it means.
import type { Schemas } from '../../api/client';

export type Input = Schemas['Operation']['inputs'][number];
export type Problem = 'missing' | 'number' | 'json';
export interface Choice {
    value: string;
    label: string;
}

// A list of texts is typed one a line; other lists and objects are JSON.
export function isLines({ type, sample, choices }: Input): boolean {
    return type === 'array' && choices === null && Array.isArray(sample) && sample.every((each) => typeof each === 'string');
}

export function isWide(input: Input): boolean {
    return input.type === 'object' || input.type === 'array';
}

// The example as it would be typed.
export function typed(input: Input): string {
    const { sample } = input;
    if (sample === null || sample === undefined) return '';
    if (typeof sample === 'string') return sample;
    if (isLines(input)) return (sample as string[]).join('\n');
    return JSON.stringify(sample);
}

function readOne(input: Input, text: string): { value: unknown } | { problem: Problem } {
    if (input.type === 'string') return { value: text };
    if (isLines(input))
        return {
            value: text
                .split('\n')
                .map((line) => line.trim())
                .filter((line) => line !== ''),
        };
    if (input.type === 'number' || input.type === 'integer') {
        const value = Number(text.trim().replace(',', '.'));
        return Number.isFinite(value) && (input.type === 'number' || Number.isInteger(value)) ? { value } : { problem: 'number' };
    }
    try {
        return { value: JSON.parse(text) as unknown };
    } catch {
        return { problem: 'json' };
    }
}

export function readInputs(
    inputs: Input[],
    texts: Record<string, string>,
): { inputs: Record<string, unknown>; problems: Record<string, Problem> } {
    const values: Record<string, unknown> = {};
    const problems: Record<string, Problem> = {};
    for (const input of inputs) {
        const text = texts[input.name] ?? '';
        if (text.trim() === '') {
            if (input.required) problems[input.name] = 'missing';
            continue;
        }
        const read = readOne(input, text);
        if ('problem' in read) problems[input.name] = read.problem;
        else values[input.name] = read.value;
    }
    return { inputs: values, problems };
}

function at(value: unknown, pointer: string): unknown {
    let found = value;
    for (const step of pointer.split('/').slice(1)) {
        if (typeof found !== 'object' || found === null) return undefined;
        found = (found as Record<string, unknown>)[step];
    }
    return found;
}

// The choices in a search's result; what has no value is left out, and what has no name is called by its value.
export function choicesIn(result: unknown, from: NonNullable<Input['choices_from']>): Choice[] {
    const items = at(result, from.items);
    if (!Array.isArray(items)) return [];
    return items.flatMap((item: unknown) => {
        const value = at(item, from.value);
        if (typeof value !== 'string' && typeof value !== 'number') return [];
        const label = at(item, from.label);
        return [{ value: String(value), label: typeof label === 'string' && label.trim() !== '' ? label : String(value) }];
    });
}

export function matches({ id, title, help, path }: Schemas['OperationSummary'], wanted: string): boolean {
    const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const all = fold(`${title} ${help} ${id} ${path}`);
    return fold(wanted)
        .split(/\s+/)
        .every((word) => all.includes(word));
}
