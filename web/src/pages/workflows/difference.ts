// SPDX-License-Identifier: Apache-2.0
// What is different between two definitions, told by steps and settings.
import { allSteps, branchesOf, type Definition, keyOf, listOf, type Step } from './definition';

export interface Difference {
    what: 'added' | 'removed' | 'changed' | 'moved';
    step: string; // empty: the workflow itself
    fields: { name: string; before: string; after: string }[];
}

const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

// Its settings without the steps inside, which are told by themselves.
function settings(step: Step): Record<string, unknown> {
    const inner = new Set(branchesOf(step).map((branch) => String(branch.path[0])));
    const own = Object.fromEntries(Object.entries(step).filter(([name]) => !inner.has(name)));
    if (Array.isArray(step['cases'])) own['cases'] = (step['cases'] as { is?: unknown }[]).map((each) => each.is);
    if (Array.isArray(step['branches'])) own['branches'] = (step['branches'] as { name?: unknown }[]).map((each) => each.name);
    for (const name of inner) if (name !== 'cases' && name !== 'branches') own[name] = step[name] === undefined ? undefined : '…';
    return own;
}

function fieldsOf(before: Record<string, unknown>, after: Record<string, unknown>): Difference['fields'] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names
        .map((name) => ({ name, before: shown(before[name]), after: shown(after[name]) }))
        .filter((each) => each.before !== each.after);
}

// In which list a step stands, told by the steps around it, and after which one.
function places(definition: Definition): Map<string, { step: Step; list: string; after: string }> {
    const all = allSteps(definition);
    const named = new Map(all.map(({ step, path }) => [keyOf(path), step.id]));
    return new Map(
        all.map(({ step, path }) => {
            const list = listOf(path);
            const parent = list.findLastIndex(
                (part, place) => typeof part === 'number' && named.has(keyOf(list.slice(0, place + 1))),
            );
            const around = parent < 0 ? '' : (named.get(keyOf(list.slice(0, parent + 1))) ?? '');
            const before = Number(path[path.length - 1]) - 1;
            return [
                step.id,
                {
                    step,
                    list: `${around}/${keyOf(list.slice(parent + 1))}`,
                    after: before < 0 ? '' : (named.get(keyOf([...list, before])) ?? ''),
                },
            ];
        }),
    );
}

export function difference(before: Definition, after: Definition): Difference[] {
    const told: Difference[] = [];
    const head = ({ steps: _steps, ...own }: Definition) => own as unknown as Record<string, unknown>;
    const of_head = fieldsOf(head(before), head(after));
    if (of_head.length > 0) told.push({ what: 'changed', step: '', fields: of_head });
    const was = places(before);
    const is = places(after);
    for (const [id, { step, list, after: follows }] of is) {
        const old = was.get(id);
        if (old === undefined) {
            told.push({ what: 'added', step: id, fields: fieldsOf({}, settings(step)) });
            continue;
        }
        const fields = fieldsOf(settings(old.step), settings(step));
        if (fields.length > 0) told.push({ what: 'changed', step: id, fields });
        // Behind another step that was there before, or in another list.
        const has_moved = old.list !== list || (old.after !== follows && was.has(follows) && is.has(old.after));
        if (has_moved) told.push({ what: 'moved', step: id, fields: [] });
    }
    for (const id of was.keys()) if (!is.has(id)) told.push({ what: 'removed', step: id, fields: [] });
    return told;
}
