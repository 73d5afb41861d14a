// SPDX-License-Identifier: Apache-2.0
// What several pages read and do, as TanStack queries and mutations; what one page alone does stands in its folder. Cached in
// memory only.
import { QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { learnApps, learnIdFields } from '../parts/apps';
import { Failure, type Schemas, server, told } from './client';

export const keys = {
    session: ['session'] as const,
    health: ['health'] as const,
    installation: ['installation'] as const,
    connections: ['connections'] as const,
    connection: (id: string) => ['connections', id] as const,
    connectors: ['connectors'] as const,
    syncs: ['syncs'] as const,
    sync: (id: string) => ['sync', id] as const,
    status: (id: string) => ['sync', id, 'status'] as const,
    plan: (id: string) => ['sync', id, 'plan'] as const,
    changes: (id: string) => ['sync', id, 'changes'] as const,
    issues: (id: string, state: string) => ['sync', id, 'issues', state] as const,
    records: (id: string, filter: RecordFilter) => ['sync', id, 'records', filter] as const,
    record: (id: string, record: string) => ['sync', id, 'record', record] as const,
    events: (filter: EventFilter) => ['events', filter] as const,
    event: (id: string) => ['event', id] as const,
    catalogue: (profile: string) => ['catalogue', profile] as const,
    operation: (profile: string, id: string) => ['catalogue', profile, id] as const,
    choices: (connection: string, operation: string) => ['choices', connection, operation] as const,
};

export interface RecordFilter {
    query: string;
    state: '' | 'linked' | 'unlinked' | 'unsure';
}

export interface EventFilter {
    state: Schemas['EventState'] | '';
    connection: string;
    record: string;
}

export function makeClient(): QueryClient {
    const client: QueryClient = new QueryClient({
        defaultOptions: {
            queries: {
                staleTime: 2_000,
                gcTime: 5 * 60_000,
                refetchOnWindowFocus: true,
                // The server's own words are worth more than a repeated question; only silence and overload are asked again.
                retry: (count, error) =>
                    error instanceof Failure && (error.status === 0 || error.status === 429 || error.status >= 500) && count < 2,
            },
        },
    });
    // A session that ended anywhere has ended everywhere.
    client.getQueryCache().subscribe((notice) => {
        if (notice.type !== 'updated' || notice.action.type !== 'error') return;
        const error: unknown = notice.action.error;
        if (error instanceof Failure && error.status === 401 && notice.query.queryKey[0] !== 'session') {
            void client.invalidateQueries({ queryKey: keys.session });
        }
    });
    return client;
}

export const useSession = () =>
    useQuery({
        queryKey: keys.session,
        queryFn: ({ signal }) => told(server.GET('/api/v1/session', { signal })),
        staleTime: 60_000,
    });

export const useInstallation = () =>
    useQuery({
        queryKey: keys.installation,
        queryFn: ({ signal }) => told(server.GET('/api/v1/installation', { signal })),
        staleTime: 30_000,
        // While older data keys are being replaced, people watch how far that has come.
        refetchInterval: (query) => ((query.state.data?.keys.length ?? 0) > 1 ? 3_000 : 60_000),
    });

export const useConnections = () =>
    useQuery({
        queryKey: keys.connections,
        queryFn: ({ signal }) => told(server.GET('/api/v1/connections', { signal })),
        staleTime: 10_000,
        refetchInterval: 15_000,
    });

export const useConnection = (id: string, every = 15_000) =>
    useQuery({
        queryKey: keys.connection(id),
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/connections/{connection_id}', { params: { path: { connection_id: id } }, signal })),
        refetchInterval: every,
    });

export const useConnectors = (enabled = true) =>
    useQuery({
        queryKey: keys.connectors,
        queryFn: async ({ signal }) => {
            const page = await told(server.GET('/api/v1/connectors', { signal }));
            learnApps(page.items);
            return page;
        },
        staleTime: Infinity,
        enabled,
    });

export const useSyncs = () =>
    useQuery({
        queryKey: keys.syncs,
        queryFn: async ({ signal }) => {
            const page = await told(server.GET('/api/v1/syncs', { signal }));
            learnIdFields(page.items);
            return page;
        },
        staleTime: 10_000,
    });

export const statusOptions = (id: string, every = 10_000, in_backfill = 1_000) =>
    queryOptions({
        queryKey: keys.status(id),
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/syncs/{sync_id}/status', { params: { path: { sync_id: id } }, signal })),
        refetchInterval: (running) => (running.state.data?.state === 'backfilling' ? in_backfill : every),
    });

export const useStatus = (id: string) => useQuery(statusOptions(id));

// An answer is carried out within moments, and closes its question.
export const issuesAgain = (issues: Schemas['Issue'][] | undefined) =>
    issues?.some((issue) => issue.answer !== null) === true ? 2_000 : 30_000;

// Once more soon after an answer: it is carried out within moments.
export const useAnswers = (id: string) =>
    useQuery({
        queryKey: [...keys.sync(id), 'answers'],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/answers', {
                    params: { path: { sync_id: id }, query: { limit: 50 } },
                    signal,
                }),
            ),
        refetchInterval: (state) =>
            state.state.data?.items.some((each) => each.state === 'given' && each.choice !== 'different_people') === true
                ? 2_000
                : 30_000,
    });

// `again`: how soon it is read again, for who waits for something to be seen.
export const useRecord = (
    id: string,
    record: string,
    stale = 2_000,
    again?: (view: Schemas['RecordView'] | undefined) => number | false,
) =>
    useQuery({
        queryKey: keys.record(id, record),
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/records/{record_id}', {
                    params: { path: { sync_id: id, record_id: record } },
                    signal,
                }),
            ),
        staleTime: stale,
        retry: false,
        refetchInterval: (found) => again?.(found.state.data) ?? false,
    });

// What is done; afterwards whatever it may have changed is read again.
export function useDoing<Input, Output>(
    act: (input: Input) => Promise<Output>,
    touched: (input: Input) => readonly (readonly unknown[])[],
) {
    const client = useQueryClient();
    return useMutation<Output, Error, Input>({
        mutationFn: act,
        onSuccess: (_output, input) => Promise.all(touched(input).map((queryKey) => client.invalidateQueries({ queryKey }))),
    });
}

export function useSignOut() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: () => told(server.DELETE('/api/v1/session')),
        onSettled: async () => {
            client.removeQueries({ predicate: (kept) => kept.queryKey[0] !== 'session' });
            await client.invalidateQueries({ queryKey: keys.session });
        },
    });
}

export const useAnswer = () =>
    useDoing(
        (input: { sync: string; issue: string; answer: Schemas['NewAnswer'] }) =>
            told(
                server.POST('/api/v1/syncs/{sync_id}/issues/{issue_id}/answer', {
                    params: { path: { sync_id: input.sync, issue_id: input.issue } },
                    body: input.answer,
                }),
            ),
        (input) => [keys.syncs, keys.sync(input.sync)],
    );
export const useTakeBack = () =>
    useDoing(
        (input: { sync: string; answer: string }) =>
            told(
                server.DELETE('/api/v1/syncs/{sync_id}/answers/{answer_id}', {
                    params: { path: { sync_id: input.sync, answer_id: input.answer } },
                }),
            ),
        (input) => [keys.syncs, keys.sync(input.sync)],
    );
