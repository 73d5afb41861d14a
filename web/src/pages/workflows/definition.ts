// SPDX-License-Identifier: Apache-2.0
// A definition as the builder edits it: where its steps stand, and what is done to them. Plain functions; nothing is changed in place.
export interface LocalText {
    en: string;
    fr: string;
}
export const kinds = [
    'call',
    'if',
    'switch',
    'wait',
    'wait_until',
    'wait_for_event',
    'loop',
    'parallel',
    'set',
    'stop',
    'go_to',
] as const;
export type Kind = (typeof kinds)[number];

export interface Step {
    id: string;
    do: Kind;
    name?: LocalText;
    note?: string;
    on_error?: Step[];
    [setting: string]: unknown;
}
export interface Trigger {
    on: string;
    with?: Record<string, unknown>;
    when?: string;
    changed?: string[];
    key?: string;
    missed?: 'once' | 'skip';
}
export interface Definition {
    lockstep: string;
    id: string;
    name: LocalText;
    about?: LocalText;
    connections?: Record<string, { app: string }>;
    triggers: Trigger[];
    again?: 'always' | 'not_while_running' | 'once';
    own_changes?: { start: boolean; deepest?: number };
    steps: Step[];
}

// From the definition down to a list of steps, or to a step: ['steps', 0, 'then', 2].
export type Path = readonly (string | number)[];
export const first_list: Path = ['steps'];
export const keyOf = (path: Path): string => path.join('/');

type Tree = Record<string | number, unknown>;
const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(tree: unknown, path: Path): unknown {
    let found: unknown = tree;
    for (const part of path) found = typeof found === 'object' && found !== null ? (found as Tree)[part] : undefined;
    return found;
}

// The same with another value there; undefined takes a member away.
export function put<Whole>(tree: Whole, path: Path, value: unknown): Whole {
    const [part, ...rest] = path;
    if (part === undefined) return value as Whole;
    const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...tree }) as Tree;
    const next = put(copy[part] ?? (typeof rest[0] === 'number' ? [] : {}), rest, value);
    if (next === undefined && !Array.isArray(copy)) return without(copy, String(part)) as Whole;
    copy[part] = next;
    return copy as Whole;
}
function without(tree: Tree, name: string): Tree {
    return Object.fromEntries(Object.entries(tree).filter(([each]) => each !== name));
}

// The lists of steps inside a step, in the order in which they are shown.
export interface Branch {
    word: 'then' | 'else' | 'case' | 'otherwise' | 'each' | 'branch' | 'timeout' | 'error';
    path: Path; // below the step
    steps: Step[];
    name?: string; // of a case or branch
    open: boolean; // it stands in the definition
}
const steps_in = (value: unknown): Step[] => (Array.isArray(value) ? (value as Step[]) : []);

export function branchesOf(step: Step): Branch[] {
    const one = (word: Branch['word'], member: string): Branch => ({
        word,
        path: [member],
        steps: steps_in(step[member]),
        open: step[member] !== undefined,
    });
    const found: Branch[] = [];
    if (step.do === 'if') found.push(one('then', 'then'), one('else', 'else'));
    if (step.do === 'switch') {
        const cases = Array.isArray(step['cases']) ? (step['cases'] as { is?: unknown; steps?: unknown }[]) : [];
        cases.forEach((each, number) => {
            const name = typeof each.is === 'string' ? each.is : JSON.stringify(each.is ?? '');
            found.push({ word: 'case', path: ['cases', number, 'steps'], steps: steps_in(each.steps), name, open: true });
        });
        found.push(one('otherwise', 'otherwise'));
    }
    if (step.do === 'loop') found.push(one('each', 'steps'));
    if (step.do === 'parallel') {
        const branches = Array.isArray(step['branches']) ? (step['branches'] as { name?: string; steps?: unknown }[]) : [];
        branches.forEach((each, number) =>
            found.push({
                word: 'branch',
                path: ['branches', number, 'steps'],
                steps: steps_in(each.steps),
                name: each.name ?? String(number + 1),
                open: true,
            }),
        );
    }
    if (step.do === 'wait_for_event') found.push(one('timeout', 'on_timeout'));
    if (step.on_error !== undefined) found.push(one('error', 'on_error'));
    return found;
}

export interface Placed {
    step: Step;
    path: Path;
}

// Every step from top to bottom, as a person reads them.
export function allSteps(definition: Definition): Placed[] {
    const found: Placed[] = [];
    const walk = (steps: Step[], list: Path) => {
        steps.forEach((step, number) => {
            if (!isObject(step)) return;
            const path = [...list, number];
            found.push({ step, path });
            for (const branch of branchesOf(step)) walk(branch.steps, [...path, ...branch.path]);
        });
    };
    walk(steps_in(definition.steps), first_list);
    return found;
}
export const findStep = (definition: Definition, id: string): Placed | undefined =>
    allSteps(definition).find(({ step }) => step.id === id);

const stepsWithin = (step: Step): Step[] => [
    step,
    ...branchesOf(step).flatMap((branch) => branch.steps.filter(isObject).flatMap((each) => stepsWithin(each as Step))),
];

// Letters, digits and underscores, as ids of steps are; free among `taken`.
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
    const base =
        wanted
            .normalize('NFD')
            .replace(/\p{M}/gu, '')
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '_')
            .replace(/^[^a-z]+|_+$/g, '')
            .slice(0, 34) || 'step';
    if (!taken.has(base)) return base;
    for (let number = 2; ; ++number) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}
const idsOf = (definition: Definition) => new Set(allSteps(definition).map(({ step }) => step.id));

// The texts of a tree, each through `change`.
function mapTexts<Whole>(tree: Whole, change: (text: string) => string): Whole {
    if (typeof tree === 'string') return change(tree) as Whole;
    if (Array.isArray(tree)) return tree.map((each: unknown) => mapTexts(each, change)) as Whole;
    if (isObject(tree))
        return Object.fromEntries(Object.entries(tree).map(([name, each]) => [name, mapTexts(each, change)])) as Whole;
    return tree;
}

// Other ids for steps: everything that names one goes along.
function withIds<Whole>(tree: Whole, ids: ReadonlyMap<string, string>): Whole {
    const renamed = mapTexts(tree, (text) =>
        text.replace(/\bsteps\.([a-z][a-z0-9_]*)/g, (whole, id: string) => (ids.has(id) ? `steps.${ids.get(id) ?? id}` : whole)),
    );
    const walk = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(walk);
        if (!isObject(value)) return value;
        const copy = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
        if (typeof copy['do'] === 'string') {
            if (typeof copy['id'] === 'string') copy['id'] = ids.get(copy['id']) ?? copy['id'];
            if (copy['do'] === 'go_to' && typeof copy['step'] === 'string') copy['step'] = ids.get(copy['step']) ?? copy['step'];
        }
        return copy;
    };
    return walk(renamed) as Whole;
}
export const renameStep = (definition: Definition, from: string, to: string): Definition =>
    withIds(definition, new Map([[from, to]]));

// Copies whose ids are free in the definition; what they say of each other stays true.
export function copies(definition: Definition, steps: Step[]): Step[] {
    const taken = idsOf(definition);
    const ids = new Map<string, string>();
    for (const each of steps.flatMap(stepsWithin)) {
        const id = freeId(each.id, taken);
        taken.add(id);
        if (id !== each.id) ids.set(each.id, id);
    }
    return withIds(steps, ids);
}

export function insert(definition: Definition, list: Path, index: number, steps: Step[]): Definition {
    const present = steps_in(at(definition, list));
    return put(definition, list, [...present.slice(0, index), ...steps, ...present.slice(index)]);
}

export const listOf = (path: Path): Path => path.slice(0, -1);
export const indexOf = (path: Path): number => Number(path[path.length - 1]);

export function remove(definition: Definition, path: Path): Definition {
    const list = listOf(path);
    const present = steps_in(at(definition, list));
    return put(
        definition,
        list,
        present.filter((_, number) => number !== indexOf(path)),
    );
}

// One place up or down in its list; past an end it comes out beside the step that it stood in. The same where it cannot go.
export function move(definition: Definition, path: Path, by: 1 | -1): Definition {
    const list = listOf(path);
    const present = steps_in(at(definition, list));
    const from = indexOf(path);
    const step = present[from];
    if (step === undefined) return definition;
    const to = from + by;
    if (to >= 0 && to < present.length) {
        const moved = present.filter((_, number) => number !== from);
        moved.splice(to, 0, step);
        return put(definition, list, moved);
    }
    // The nearest number before the list is the step around it.
    const around = list.findLastIndex(
        (part, place) => typeof part === 'number' && list[place - 1] !== 'cases' && list[place - 1] !== 'branches',
    );
    if (around < 1) return definition;
    const outer = list.slice(0, around);
    return insert(remove(definition, path), outer, Number(list[around]) + (by === 1 ? 1 : 0), [step]);
}

// A new step with what its kind cannot do without.
export function newStep(definition: Definition, kind: Kind, more: Record<string, unknown> = {}, called: string = kind): Step {
    const id = freeId(called, idsOf(definition));
    const settings: Record<Kind, Record<string, unknown>> = {
        call: {},
        if: { when: 'contact.email | is_blank', then: [], else: [] },
        switch: { value: '', cases: [{ is: '', steps: [] }], otherwise: [] },
        wait: { for: '1d' },
        wait_until: { time: '{{now | add_days: 1}}' },
        wait_for_event: { on: '', at_most: '2d', on_timeout: [] },
        loop: { over: '', as: freeId('item', new Set(['contact', 'trigger', 'steps', 'vars', 'now', 'run'])), steps: [] },
        parallel: {
            branches: [
                { name: 'A', steps: [] },
                { name: 'B', steps: [] },
            ],
        },
        set: { values: { value: '' } },
        stop: { result: 'done' },
        go_to: { step: allSteps(definition)[0]?.step.id ?? 'step', at_most: 3 },
    };
    return { id, do: kind, ...settings[kind], ...more };
}

// The name that the definition gives to an account of this app; one is made where it has none.
export function slotFor(definition: Definition, app: string): { definition: Definition; slot: string } {
    if (app === 'general') return { definition, slot: 'general' };
    const known = Object.entries(definition.connections ?? {}).find(([, each]) => each.app === app);
    if (known !== undefined) return { definition, slot: known[0] };
    const slot = freeId(app.split('-')[0] ?? app, new Set(['general', 'lockstep', ...Object.keys(definition.connections ?? {})]));
    return { definition: put(definition, ['connections', slot], { app }), slot };
}
export const appOf = (definition: Definition, operation: string): string => {
    const slot = operation.split('/')[0] ?? '';
    const app = definition.connections?.[slot]?.app ?? 'general';
    return app === 'webhook' ? 'general' : app;
};
export const operationOf = (operation: string): string => operation.slice(operation.indexOf('/') + 1);

// What was read may be anything; what the builder cannot draw is left to the text.
export function readable(value: unknown): Definition | null {
    if (!isObject(value) || !Array.isArray(value['steps']) || !Array.isArray(value['triggers'])) return null;
    if (typeof value['id'] !== 'string' || !isObject(value['name'])) return null;
    const isStep = (step: unknown): boolean =>
        isObject(step) &&
        typeof step['id'] === 'string' &&
        (kinds as readonly unknown[]).includes(step['do']) &&
        branchesOf(step as Step).every((branch) => branch.steps.every(isStep));
    const triggers_fit = value['triggers'].every((each) => isObject(each) && typeof each['on'] === 'string');
    return triggers_fit && value['steps'].every(isStep) ? (value as unknown as Definition) : null;
}

// A fresh one: it starts by hand and does nothing yet.
export const emptyDefinition = (id: string, name: string): Definition => ({
    lockstep: 'workflow/1',
    id,
    name: { en: name, fr: name },
    triggers: [{ on: 'general/manual.started' }],
    steps: [],
});
