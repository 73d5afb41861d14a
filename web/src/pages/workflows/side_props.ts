// SPDX-License-Identifier: Apache-2.0
// What the parts of the side panel are given, and what each of them asks.
import type { Schemas } from '../../api/client';
import { useConnections } from '../../api/queries';
import type { Acts, Catalogue, Chosen, TrialRun } from './acts';
import type { Definition, Path, Step } from './definition';
import type { Change } from './editor';

export interface SideProps {
    chosen: Chosen;
    definition: Definition;
    edit: (change: Change, key?: string) => void;
    problems: Schemas['WorkflowProblem'][];
    shapes: Record<string, unknown>;
    catalogue: Catalogue;
    connections: Record<string, string>;
    choose_connection: (slot: string, connection: string) => void;
    trial: TrialRun | null;
    acts: Acts;
    choose: (chosen: Chosen | null) => void;
}

// The message that belongs to a setting, in the reader's words.
export const problemAt = (problems: Schemas['WorkflowProblem'][], field: string): string | undefined => {
    const found = problems.find(
        (each) => each.field === field || each.field.startsWith(`${field}.`) || each.field.startsWith(`${field}[`),
    );
    return found === undefined ? undefined : (found.message || found.title).replaceAll('`', '');
};

// The account behind a name of the definition: the chosen one, or the only one that fits.
export function useAccountOf(definition: Definition, connections: Record<string, string>) {
    const known = useConnections().data?.items ?? [];
    return (slot: string): string => {
        if (slot === 'general') return 'general';
        const app = definition.connections?.[slot]?.app;
        const fitting = known.filter((each) => each.profile === app && each.state !== 'disabled');
        return fitting.find((each) => each.id === connections[slot])?.id ?? (fitting.length === 1 ? (fitting[0]?.id ?? '') : '');
    };
}

export interface KindProps extends SideProps {
    step: Step;
    path: Path;
    set: (setting: string, value: unknown, key?: string) => void;
    own: Schemas['WorkflowProblem'][];
    entry: Schemas['Operation'] | undefined;
}
// A setting as text, whatever it is.
export const settingText = (step: Step, setting: string): string => {
    const value = step[setting];
    return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
};
