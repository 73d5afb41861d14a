// SPDX-License-Identifier: Apache-2.0
// What somebody did here, kept in memory while the page lives, and what became of it: when Lockstep heard of it and what it wrote. The
// telling is plain: deeds, events and changes go in, lines come out.
import { useSyncExternalStore } from 'react';
import type { Schemas } from '../../api/client';

export type Did = 'edited' | 'created' | 'deleted' | 'noted' | 'tasked';

export interface Deed {
    key: number;
    did: Did;
    app: string;
    record: string;
    sync: string | null;
    at: string; // by the server's clock
    fields: string[]; // as the app calls them
}

export type Line =
    | { kind: 'heard'; at: string; by: Schemas['Event']['source'] }
    | { kind: 'ignored'; at: string; why: string }
    | { kind: 'written'; at: string; side: Schemas['Side']; fields: string[] }
    | { kind: 'failed'; at: string; side: Schemas['Side']; fields: string[]; outcome: Schemas['Change']['outcome'] };

const deeds_max = 30;
// The delivery may be stamped by the server within the very moment of the edit.
const slack_ms = 50;

let deeds: Deed[] = [];
let next = 1;
const listeners = new Set<() => void>();

export function noteDeed(deed: Omit<Deed, 'key'>): void {
    deeds = [{ ...deed, key: next++ }, ...deeds].slice(0, deeds_max);
    for (const tell of listeners) tell();
}

export const useDeeds = () =>
    useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => {
                listeners.delete(listener);
            };
        },
        () => deeds,
    );

// What happened to the record between this deed and the next one here, in the order of time.
export function follow(
    deed: Deed,
    until: string | null,
    events: readonly Schemas['Event'][],
    changes: readonly Schemas['Change'][],
): Line[] {
    const from = Date.parse(deed.at) - slack_ms;
    const to = until === null ? Infinity : Date.parse(until) - slack_ms;
    const within = (at: string) => Date.parse(at) >= from && Date.parse(at) < to;
    const heard = events.filter(
        (event) => event.record_id === deed.record && event.source !== 'person' && within(event.received_at),
    );
    const first = heard.sort((one, other) => one.received_at.localeCompare(other.received_at))[0];
    const lines: Line[] = [];
    if (first !== undefined) {
        lines.push({ kind: 'heard', at: first.received_at, by: first.source });
        if (first.state === 'parked' || (first.state === 'ignored' && first.note !== ''))
            lines.push({ kind: 'ignored', at: first.received_at, why: first.note });
    }
    const groups = new Map<string, Line & { kind: 'written' | 'failed' }>();
    for (const change of changes) {
        if (change.outcome === 'planned' || !within(change.at)) continue;
        const at = change.settled_at ?? change.at;
        const key = `${change.batch_id ?? change.id} ${change.side} ${change.outcome}`;
        const known = groups.get(key);
        if (known !== undefined) known.fields.push(change.field);
        else if (change.outcome === 'done') groups.set(key, { kind: 'written', at, side: change.side, fields: [change.field] });
        else groups.set(key, { kind: 'failed', at, side: change.side, fields: [change.field], outcome: change.outcome });
    }
    return [...lines, ...[...groups.values()].sort((one, other) => one.at.localeCompare(other.at))];
}

// Nothing more is expected once it was written, or could not be.
export function isOver(lines: readonly Line[]): boolean {
    return lines.some((line) => line.kind === 'written' || line.kind === 'failed');
}
