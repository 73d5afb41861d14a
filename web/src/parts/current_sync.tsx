// SPDX-License-Identifier: Apache-2.0
// Which sync the pages speak about: the one named in the address (?sync=), else the first. Also how its two sides are called.
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../api/client';
import { useConnections, useSyncs } from '../api/queries';

export type Side = 'a' | 'b';

export interface Current {
    sync: Schemas['Sync'] | null;
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

export function appName(profile: string): string {
    if (profile.startsWith('highlevel')) return 'HighLevel';
    if (profile.startsWith('hexfit')) return 'Hexfit';
    return profile;
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

export function CurrentProvider({ children }: { children: ReactNode }) {
    const [parameters] = useSearchParams();
    const syncs = useSyncs();
    const connections = useConnections();
    const wanted = parameters.get('sync');
    const value = useMemo((): Current => {
        const all = syncs.data?.items ?? [];
        const live = (connections.data?.items ?? []).filter((connection) => connection.state !== 'disabled');
        return {
            sync: all.find((sync) => sync.id === wanted) ?? all[0] ?? null,
            syncs: all,
            connections: connections.data?.items ?? [],
            loading: syncs.isPending || connections.isPending,
            error: syncs.error ?? connections.error,
            retry: () => { void syncs.refetch(); void connections.refetch(); },
            sandbox: live.some((connection) => isLoopback(connection.base_url)),
        };
    }, [syncs, connections, wanted]);
    return <CurrentContext.Provider value={value}>{children}</CurrentContext.Provider>;
}
