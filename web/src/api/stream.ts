// SPDX-License-Identifier: Apache-2.0
// What the live stream of the server (shared_stream.ts) says. Notices are gathered and handed on four times a second, so that a back-fill with hundreds of
// writes a second costs the page no more than a quiet day.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Schemas } from './client';
import { servedVersion } from './served_version';
import { shareStream, type StreamState } from './shared_stream';

export type Notice = Schemas['ChangeNotice'];

export interface Live {
    state: StreamState;
    outdated: boolean; // the server serves another version by now
    notices: Notice[]; // newest first, at most notices_max
    arrived: Record<Schemas['Side'], number>; // how many reached each side since the page was opened
}

const notices_max = 200;
const gather_ms = 250;
const poll_ms = 10_000; // while there is no stream
const remembered_max = 1_000; // people about whom a hidden tab was told; beyond that it reads everything again

// Who follows the calls: there may be hundreds a second, so nothing is done with them unless somebody looks.
const followers = new Set<() => void>();
export function onCall(follower: () => void): () => void {
    followers.add(follower);
    return () => {
        followers.delete(follower);
    };
}

const LiveContext = createContext<Live>({ state: 'connecting', outdated: false, notices: [], arrived: { a: 0, b: 0 } });
export const useLive = () => useContext(LiveContext);

function parse(data: unknown): Record<string, unknown> | null {
    if (typeof data !== 'string') return null;
    try {
        const value: unknown = JSON.parse(data);
        return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
    } catch {
        return null;
    }
}

function isNotice(value: Record<string, unknown> | null): value is Notice {
    return (
        value !== null &&
        typeof value['at'] === 'string' &&
        (value['side'] === 'a' || value['side'] === 'b') &&
        Array.isArray(value['fields'])
    );
}

export function LiveProvider({ children }: { children: ReactNode }) {
    const client = useQueryClient();
    const [state, setState] = useState<StreamState>('connecting');
    const [outdated, setOutdated] = useState(false);
    const [notices, setNotices] = useState<Notice[]>([]);
    const [arrived, setArrived] = useState({ a: 0, b: 0 });
    const gathered = useRef<Notice[]>([]); // oldest first, at most notices_max
    const counted = useRef({ a: 0, b: 0 }); // of those gathered, and of those that were let go
    const touched = useRef(new Set<string>());

    useEffect(() => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let refresh: ReturnType<typeof setTimeout> | undefined;
        const about = new Set<string>(); // the syncs it was about: those of other clinics are left alone
        const shown = new Set<string>(); // the people it was about: only their records are read again
        const flush = () => {
            timer = undefined;
            const fresh = gathered.current.reverse();
            const count = counted.current;
            gathered.current = [];
            counted.current = { a: 0, b: 0 };
            setNotices((known) => [...fresh, ...known].slice(0, notices_max));
            setArrived((before) => ({ a: before.a + count.a, b: before.b + count.b }));
        };
        const readAgain = () => {
            refresh = undefined;
            const kinds = [...touched.current];
            touched.current.clear();
            if (kinds.includes('reset')) {
                void client.invalidateQueries();
                return;
            }
            if (kinds.includes('event')) {
                for (const queryKey of [['events'], ['event']])
                    void client.invalidateQueries({ queryKey, refetchType: 'active' });
            }
            if (kinds.includes('status')) void client.invalidateQueries({ queryKey: ['syncs'] });
            const moved = ['status', 'issues', 'changes', 'record'];
            void client.invalidateQueries({
                predicate: ({ queryKey }) =>
                    queryKey[0] === 'sync' &&
                    about.has(String(queryKey[1])) &&
                    moved.includes(String(queryKey[2])) &&
                    (queryKey[2] !== 'record' || shown.has(String(queryKey[3]))),
            });
            shown.clear();
            about.clear();
        };
        // A tab that nobody sees asks for nothing: it remembers what moved, and reads it again when it is looked at.
        const note = (kind: string) => {
            touched.current.add(kind);
            if (document.visibilityState === 'hidden') {
                if (shown.size <= remembered_max) return;
                touched.current.add('reset');
                shown.clear();
                return;
            }
            refresh ??= setTimeout(readAgain, 1_000);
        };
        const look = () => {
            if (document.visibilityState === 'hidden') return;
            if (touched.current.size > 0) refresh ??= setTimeout(readAgain, 0);
            if (gathered.current.length > 0) timer ??= setTimeout(flush, 0);
        };
        document.addEventListener('visibilitychange', look);

        let is_lost = false;
        let poll: ReturnType<typeof setInterval> | undefined;
        const leave = shareStream({
            state: (now) => {
                setState(now);
                clearInterval(poll);
                // Without the stream the figures are asked for instead.
                if (now === 'lost')
                    poll = setInterval(() => {
                        note('reset');
                    }, poll_ms);
                // A server that was away may have come back as another version, whose pages this one cannot fetch.
                if (now === 'open' && is_lost)
                    void servedVersion().then((served) => {
                        if (served === 'other') setOutdated(true);
                    });
                is_lost = now === 'lost';
            },
            notice: (kind, data) => {
                if (kind === 'call') {
                    for (const tell of followers) tell();
                    return;
                }
                if (kind === 'change') {
                    const change = parse(data);
                    if (!isNotice(change)) return;
                    gathered.current.push(change);
                    if (gathered.current.length > notices_max) gathered.current.shift();
                    if (change.outcome === 'done') ++counted.current[change.side];
                    about.add(change.sync);
                    shown.add(change.link_id).add(change.record_id);
                    if (document.visibilityState !== 'hidden') timer ??= setTimeout(flush, gather_ms);
                }
                if (kind === 'status') {
                    const sync = parse(data)?.['sync'];
                    if (typeof sync === 'string') about.add(sync);
                }
                note(kind);
            },
        });
        return () => {
            leave();
            document.removeEventListener('visibilitychange', look);
            clearInterval(poll);
            clearTimeout(timer);
            clearTimeout(refresh);
        };
    }, [client]);

    const live = useMemo(() => ({ state, outdated, notices, arrived }), [state, outdated, notices, arrived]);
    return createElement(LiveContext.Provider, { value: live }, children);
}
