// SPDX-License-Identifier: Apache-2.0
// What the builder holds: the definition with its past and future, and the draft on the server, which follows by itself so that
// nothing typed is lost.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { flow_keys } from '../../parts/workflows/queries';
import type { Definition } from './definition';
import { saveDraft } from './queries';

const past_most = 200;
const together_ms = 1_200; // what is typed into one field within this time is undone in one step

interface History {
    past: Definition[];
    present: Definition;
    future: Definition[];
    last: { key: string; at: number };
}
export type Change = (definition: Definition) => Definition;
type Act = { do: 'edit'; change: Change; key: string; at: number } | { do: 'undo' } | { do: 'redo' };

export function reduce(state: History, act: Act): History {
    if (act.do === 'undo') {
        const before = state.past[state.past.length - 1];
        if (before === undefined) return state;
        return {
            past: state.past.slice(0, -1),
            present: before,
            future: [state.present, ...state.future],
            last: { key: '', at: 0 },
        };
    }
    if (act.do === 'redo') {
        const [next, ...future] = state.future;
        if (next === undefined) return state;
        return { past: [...state.past, state.present], present: next, future, last: { key: '', at: 0 } };
    }
    const present = act.change(state.present);
    if (present === state.present) return state;
    const goes_on = act.key !== '' && act.key === state.last.key && act.at - state.last.at < together_ms;
    return {
        past: goes_on ? state.past : [...state.past.slice(-past_most), state.present],
        present,
        future: [],
        last: { key: act.key, at: act.at },
    };
}

export const begun = (present: Definition): History => ({ past: [], present, future: [], last: { key: '', at: 0 } });

export function useHistory(first: Definition) {
    const [history, act] = useReducer(reduce, first, begun);
    // `key`: edits of one key that follow each other closely are one.
    const edit = useCallback((change: Change, key = '') => {
        act({ do: 'edit', change, key, at: Date.now() });
    }, []);
    return {
        definition: history.present,
        edit,
        undo: useCallback(() => {
            act({ do: 'undo' });
        }, []),
        redo: useCallback(() => {
            act({ do: 'redo' });
        }, []),
        can_undo: history.past.length > 0,
        can_redo: history.future.length > 0,
    };
}

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed';
const rest_ms = 700;
const again_ms = 5_000;

// Stores the draft when the typing rests, again when it could not, and at the end. `connections`: what was chosen here.
export function useDraft(text: string, connections: Record<string, string> | null) {
    const client = useQueryClient();
    const [saving, setSaving] = useState<Saving>('saved');
    const [error, setError] = useState<unknown>(null);
    const sent = useRef({ text, connections });
    const wanted = useRef({ text, connections });
    const busy = useRef(false);
    const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
    const again = useRef<() => void>(() => undefined);

    // True when the server has what is wanted now.
    const flush = useCallback(async (): Promise<boolean> => {
        clearTimeout(timer.current);
        const later = (ms: number) => {
            timer.current = setTimeout(() => {
                again.current();
            }, ms);
        };
        if (busy.current) {
            // One at a time, in order; whoever asks meanwhile waits for the next.
            later(100);
            return false;
        }
        const now = wanted.current;
        if (now.text === sent.current.text && now.connections === sent.current.connections) {
            setSaving('saved');
            return true;
        }
        busy.current = true;
        setSaving('saving');
        try {
            const body = { definition: now.text };
            const answer = await saveDraft(now.connections === null ? body : { ...body, connections: now.connections });
            sent.current = now;
            setError(null);
            client.setQueryData(flow_keys.one(answer.id), answer);
            void client.invalidateQueries({ queryKey: flow_keys.all, exact: true });
            busy.current = false;
            const is_newest = wanted.current.text === now.text && wanted.current.connections === now.connections;
            setSaving(is_newest ? 'saved' : 'waiting');
            if (!is_newest) later(rest_ms);
            return is_newest;
        } catch (failure) {
            busy.current = false;
            setError(failure);
            setSaving('failed');
            later(again_ms);
            return false;
        }
    }, [client]);

    useEffect(() => {
        again.current = () => void flush();
    }, [flush]);
    useEffect(() => {
        wanted.current = { text, connections };
        if (text === sent.current.text && connections === sent.current.connections) return;
        setSaving((before) => (before === 'failed' ? before : 'waiting'));
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
            again.current();
        }, rest_ms);
    }, [text, connections]);

    const is_open = saving !== 'saved';
    useEffect(() => {
        if (!is_open) return undefined;
        const leaving = (event: BeforeUnloadEvent) => {
            event.preventDefault();
        };
        window.addEventListener('beforeunload', leaving);
        return () => {
            window.removeEventListener('beforeunload', leaving);
        };
    }, [is_open]);
    // Whoever goes to another page of the app takes the last words along.
    useEffect(
        () => () => {
            void flush();
            clearTimeout(timer.current);
        },
        [flush],
    );
    return { saving, error, flush };
}
