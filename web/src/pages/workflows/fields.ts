// SPDX-License-Identifier: Apache-2.0
// What may be named at a place: the server's shapes, made fuller by what replies are documented to look like, as a flat list to choose from.
export type Shape = unknown; // "any", "text", ..., [shape], {member: shape}

export interface Field {
    path: string; // as an expression names it
    type: 'any' | 'text' | 'number' | 'flag' | 'list' | 'object';
    group: string; // the name it begins with, or steps.<id>
    sample: unknown; // undefined: none is known
}

const plain = ['any', 'text', 'number', 'flag', 'list', 'object'] as const;
const typeOf = (shape: Shape): Field['type'] =>
    Array.isArray(shape)
        ? 'list'
        : typeof shape === 'object' && shape !== null
          ? 'object'
          : (plain.find((each) => each === shape) ?? 'any');
const typeOfValue = (value: unknown): Field['type'] =>
    typeof value === 'string'
        ? 'text'
        : typeof value === 'number'
          ? 'number'
          : typeof value === 'boolean'
            ? 'flag'
            : Array.isArray(value)
              ? 'list'
              : typeof value === 'object' && value !== null
                ? 'object'
                : 'any';

const member = (path: string, name: string): string =>
    /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}["${name.replace(/"/g, '\\"')}"]`;

const depth_most = 4;
const members_most = 60;

function ofSample(path: string, value: unknown, group: string, depth: number, into: Field[]): void {
    into.push({ path, type: typeOfValue(value), group, sample: value });
    if (depth >= depth_most || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
        if (value.length > 0 && typeof value[0] === 'object') ofSample(`${path}[0]`, value[0], group, depth + 1, into);
        return;
    }
    for (const [name, each] of Object.entries(value).slice(0, members_most))
        ofSample(member(path, name), each, group, depth + 1, into);
}

function ofShape(path: string, shape: Shape, group: string, depth: number, sample: unknown, into: Field[]): void {
    // Where the server knows no more than that it is something, a sample shows what it may hold.
    if ((shape === 'any' || shape === 'object' || shape === 'list') && sample !== undefined && sample !== null) {
        ofSample(path, sample, group, depth, into);
        return;
    }
    into.push({ path, type: typeOf(shape), group, sample });
    if (depth >= depth_most || typeof shape !== 'object' || shape === null) return;
    if (Array.isArray(shape)) {
        if (typeof shape[0] === 'object') ofShape(`${path}[0]`, shape[0], group, depth + 1, at(sample, 0), into);
        return;
    }
    for (const [name, each] of Object.entries(shape).slice(0, members_most))
        if (name !== '*') ofShape(member(path, name), each, group, depth + 1, at(sample, name), into);
}
const at = (value: unknown, name: string | number): unknown =>
    typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;

// `samples` by name as expressions know it: trigger, contact, steps.find.
export function fieldsFrom(shapes: Record<string, Shape>, samples: Record<string, unknown>): Field[] {
    const fields: Field[] = [];
    const order = ['contact', 'trigger', 'event', 'answer'];
    const rank = (name: string) =>
        order.includes(name) ? order.indexOf(name) : name === 'steps' ? 50 : name === 'vars' ? 40 : 60;
    for (const [name, shape] of Object.entries(shapes).sort(([one], [other]) => rank(one) - rank(other))) {
        if ((name === 'steps' || name === 'vars') && typeof shape === 'object' && shape !== null)
            for (const [id, each] of Object.entries(shape).reverse())
                ofShape(`${name}.${id}`, each, name === 'vars' ? 'vars' : `steps.${id}`, 1, samples[`${name}.${id}`], fields);
        else ofShape(name, shape, name, 1, samples[name], fields);
    }
    return fields;
}

// The places of {{...}} in a text, with the field that each begins with.
export function references(text: string): { whole: string; path: string; filters: string }[] {
    return [...text.matchAll(/\{\{\s*([^}|]*?)\s*(\|[^}]*)?\}\}/g)].map(([whole, path, filters]) => ({
        whole,
        path: path ?? '',
        filters: (filters ?? '').replace(/^\|\s*/, '').trim(),
    }));
}
