// SPDX-License-Identifier: Apache-2.0
// Which sync the pages speak about: the one in the path (/syncs/:id/...), so that no link and no key can act on another one.
// Also how its two sides are called.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useMatch } from 'react-router';
import type { Schemas } from '../api/client';
import { useConnections, useConnectors, useSyncs } from '../api/queries';
import { appName } from './apps';

export type Side = 'a' | 'b';

export interface Current {
    sync: Schemas['Sync'] | null; // named in the path; elsewhere the only one there is, or the one shown last
    unknown: string | null; // the path names a sync that does not exist
    syncs: Schemas['Sync'][];
    connections: Schemas['Connection'][];
    loading: boolean;
    error: Error | null;
    retry: () => void;
    sandbox: boolean;
}

const CurrentContext = createContext<Current | null>(null);

export function useCurrent(): Current {
    const current = useContext(CurrentContext);
    if (current === null) throw new Error('useCurrent outside of CurrentProvider');
    return current;
}

export function isLoopback(address: string): boolean {
    try {
        const host = new URL(address).hostname;
        return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
    } catch {
        return false;
    }
}

export function connectionName(connection: Pick<Schemas['Connection'], 'profile' | 'label'>): string {
    const app = appName(connection.profile);
    return connection.label.includes(app) ? connection.label : `${app} · ${connection.label}`;
}

// Side a is drawn left, side b right, on every page.
export function sideNames(sync: Pick<Schemas['Sync'], 'a' | 'b'>): Record<Side, string> {
    const names = { a: appName(sync.a.connector), b: appName(sync.b.connector) };
    return names.a === names.b ? { a: sync.a.label, b: sync.b.label } : names;
}

// The address of a page of a sync: inSync(id, '/records/...'); home is inSync(id).
export function inSync(sync: string, path = ''): string {
    return `/syncs/${encodeURIComponent(sync)}${path}`;
}

// The address of the same page in what is current now; without a sync the page itself says what is missing.
export function usePath(): (path?: string) => string {
    const { sync } = useCurrent();
    return (path = '') => (sync === null ? (path === '' ? '/' : path) : inSync(sync.id, path));
}

export const new_sync = 'new'; // /syncs/new pairs two connections

export function CurrentProvider({ children }: { children: ReactNode }) {
    const named = useMatch('/syncs/:sync/*')?.params.sync;
    const wanted = named === undefined || named === new_sync ? null : named;
    const [last, setLast] = useState(wanted);
    if (wanted !== null && wanted !== last) setLast(wanted);
    const syncs = useSyncs();
    const connections = useConnections();
    const connectors = useConnectors(); // the apps' names: learned when they arrive
    const value = useMemo((): Current => {
        const all = syncs.data?.items ?? [];
        const live = (connections.data?.items ?? []).filter((connection) => connection.state !== 'disabled');
        const shown = all.find((sync) => sync.id === (wanted ?? last)) ?? null;
        return {
            sync: shown ?? (wanted === null && all.length === 1 ? (all[0] ?? null) : null),
            unknown: wanted !== null && shown === null && syncs.data !== undefined ? wanted : null,
            syncs: all,
            connections: connections.data?.items ?? [],
            loading: syncs.isPending || connections.isPending || connectors.isPending,
            error: syncs.error ?? connections.error ?? connectors.error,
            retry: () => {
                void syncs.refetch();
                void connections.refetch();
                void connectors.refetch();
            },
            sandbox: live.some((connection) => isLoopback(connection.base_url)),
        };
    }, [syncs, connections, connectors, wanted, last]);
    return <CurrentContext.Provider value={value}>{children}</CurrentContext.Provider>;
}
