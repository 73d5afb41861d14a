// SPDX-License-Identifier: Apache-2.0
// Everything the pages read and do, as TanStack queries and mutations. Cached in memory only.
import { keepPreviousData, QueryClient, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { learnApps, learnIdFields } from '../parts/apps';
import { api, Failure, query, type Schemas } from './client';

export const keys = {
    session: ['session'] as const,
    health: ['health'] as const,
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
                retry: (count, error) => error instanceof Failure && (error.status === 0 || error.status === 429 || error.status >= 500) && count < 2,
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
    useQuery({ queryKey: keys.session, queryFn: ({ signal }) => api.get<Schemas['Session']>('/session', signal), staleTime: 60_000 });

export const useHealth = () =>
    useQuery({ queryKey: keys.health, queryFn: ({ signal }) => api.get<Schemas['Health']>('/health', signal), refetchInterval: 15_000 });

export const useConnections = () =>
    useQuery({ queryKey: keys.connections, queryFn: ({ signal }) => api.get<Schemas['ConnectionPage']>('/connections', signal), staleTime: 10_000, refetchInterval: 15_000 });

export const useConnection = (id: string, every = 15_000) =>
    useQuery({
        queryKey: keys.connection(id),
        queryFn: ({ signal }) => api.get<Schemas['ConnectionView']>(`/connections/${encodeURIComponent(id)}`, signal),
        refetchInterval: every,
    });

export const useConnectors = (enabled = true) =>
    useQuery({ queryKey: keys.connectors, queryFn: async ({ signal }) => {
        const page = await api.get<Schemas['ConnectorPage']>('/connectors', signal);
        learnApps(page.items);
        return page;
    }, staleTime: Infinity, enabled });

// Summaries of one profile. They change with the program only, and with the language they are told in.
export const useCatalogue = (profile: string) =>
    useQuery({
        queryKey: keys.catalogue(profile),
        queryFn: ({ signal }) => api.get<Schemas['OperationPage']>(`/catalogue${query({ app: profile })}`, signal),
        staleTime: Infinity,
        enabled: profile !== '',
    });

export const useOperation = (profile: string, id: string) =>
    useQuery({
        queryKey: keys.operation(profile, id),
        queryFn: ({ signal }) => api.get<Schemas['Operation']>(`/catalogue/${encodeURIComponent(id)}${query({ app: profile })}`, signal),
        staleTime: Infinity,
        enabled: profile !== '',
    });

// What Lockstep does itself needs no connection.
export const general = 'general';
const runPath = (connection: string, operation: string) => connection === general ? `/catalogue/${encodeURIComponent(operation)}/run` : `/connections/${encodeURIComponent(connection)}/operations/${encodeURIComponent(operation)}/run`;

// Asked for by a press only: it costs a call of the app.
export const useChoices = (connection: string, from: Schemas['Operation']['inputs'][number]['choices_from']) =>
    useQuery({
        queryKey: keys.choices(connection, from?.operation ?? ''),
        queryFn: () => api.post<Schemas['RunResult']>(runPath(connection, from?.operation ?? ''), {}),
        enabled: false,
        retry: false,
        staleTime: Infinity,
    });

export const useSyncs = () =>
    useQuery({ queryKey: keys.syncs, queryFn: async ({ signal }) => {
        const page = await api.get<Schemas['SyncPage']>('/syncs', signal);
        learnIdFields(page.items);
        return page;
    }, staleTime: 10_000 });

const syncPath = (id: string) => `/syncs/${encodeURIComponent(id)}`;

export const statusOptions = (id: string, every = 10_000, in_backfill = 1_000) =>
    queryOptions({
        queryKey: keys.status(id),
        queryFn: ({ signal }) => api.get<Schemas['SyncStatus']>(`${syncPath(id)}/status`, signal),
        refetchInterval: (running) => (running.state.data?.state === 'backfilling' ? in_backfill : every),
    });

export const useStatus = (id: string) => useQuery(statusOptions(id));

// Null before the first dry run.
export const usePlan = (id: string) =>
    useQuery({
        queryKey: keys.plan(id),
        queryFn: async ({ signal }) => {
            try {
                return await api.get<Schemas['PlanReport']>(`${syncPath(id)}/plan`, signal);
            } catch (error) {
                if (error instanceof Failure && error.status === 404) return null;
                throw error;
            }
        },
        refetchInterval: (running) => (running.state.data?.state === 'reading' || running.state.data?.state === 'comparing' ? 800 : false),
    });

export const useChanges = (id: string) =>
    useQuery({
        queryKey: keys.changes(id),
        queryFn: ({ signal }) => api.get<Schemas['ChangePage']>(`${syncPath(id)}/changes${query({ limit: 100 })}`, signal),
        refetchInterval: 60_000,
    });

// An answer is carried out within moments, and closes its question.
const issuesAgain = (issues: Schemas['Issue'][] | undefined) => (issues?.some((issue) => issue.answer !== null) === true ? 2_000 : 30_000);

// All of them, page by page. How many are open is in the status.
export const useIssues = (id: string, state: 'open' | 'closed') =>
    useInfiniteQuery({
        queryKey: keys.issues(id, state),
        queryFn: ({ pageParam, signal }) => api.get<Schemas['IssuePage']>(`${syncPath(id)}/issues${query({ state, cursor: pageParam, limit: 50 })}`, signal),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        refetchInterval: (found) => issuesAgain(found.state.data?.pages.flatMap((page) => page.items)),
    });

export const useLatestIssues = (id: string, limit: number) =>
    useQuery({
        queryKey: keys.issues(id, 'latest'),
        queryFn: ({ signal }) => api.get<Schemas['IssuePage']>(`${syncPath(id)}/issues${query({ state: 'open', limit })}`, signal),
        refetchInterval: (found) => issuesAgain(found.state.data?.items),
    });

// Once more soon after an answer: it is carried out within moments.
export const useAnswers = (id: string) =>
    useQuery({
        queryKey: [...keys.sync(id), 'answers'],
        queryFn: ({ signal }) => api.get<Schemas['AnswerPage']>(`${syncPath(id)}/answers${query({ limit: 50 })}`, signal),
        refetchInterval: (state) => (state.state.data?.items.some((each) => each.state === 'given' && each.choice !== 'different_people') === true ? 2_000 : 30_000),
    });

export const useRecords = (id: string, filter: RecordFilter) =>
    useInfiniteQuery({
        queryKey: keys.records(id, filter),
        queryFn: ({ pageParam, signal }) =>
            api.get<Schemas['RecordPage']>(`${syncPath(id)}/records${query({ query: filter.query, state: filter.state, cursor: pageParam, limit: 100 })}`, signal),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
    });

// `again`: how soon it is read again, for who waits for something to be seen.
export const useRecord = (id: string, record: string, stale = 2_000, again?: (view: Schemas['RecordView'] | undefined) => number | false) =>
    useQuery({
        queryKey: keys.record(id, record),
        queryFn: ({ signal }) => api.get<Schemas['RecordView']>(`${syncPath(id)}/records/${encodeURIComponent(record)}`, signal),
        staleTime: stale,
        retry: false,
        refetchInterval: (found) => again?.(found.state.data) ?? false,
    });

export const useEvents = (filter: EventFilter) =>
    useInfiniteQuery({
        queryKey: keys.events(filter),
        queryFn: ({ pageParam, signal }) => api.get<Schemas['EventPage']>(`/events${query({ ...filter, cursor: pageParam, limit: 100 })}`, signal),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
    });

export const useEvent = (id: string) =>
    useQuery({
        queryKey: keys.event(id),
        queryFn: ({ signal }) => api.get<Schemas['Event']>(`/events/${encodeURIComponent(id)}`, signal),
        // What waits is served within moments; the panel shows what became of it.
        refetchInterval: (found) => (found.state.data?.state === 'waiting' ? 2_000 : false),
    });

// What is done; afterwards whatever it may have changed is read again.
function useDoing<Input, Output>(act: (input: Input) => Promise<Output>, touched: (input: Input) => readonly (readonly unknown[])[]) {
    const client = useQueryClient();
    return useMutation<Output, Error, Input>({
        mutationFn: act,
        onSuccess: (_output, input) => Promise.all(touched(input).map((queryKey) => client.invalidateQueries({ queryKey }))),
    });
}

export const useSignIn = () =>
    useDoing((input: Schemas['SignIn']) => api.post<Schemas['Session']>('/session', input), () => [keys.session]);
export const useSetUp = () => useDoing((input: Schemas['SetUp']) => api.post<Schemas['Session']>('/setup', input), () => [keys.session]);

export function useSignOut() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: () => api.remove<null>('/session'),
        onSettled: async () => {
            client.removeQueries({ predicate: (kept) => kept.queryKey[0] !== 'session' });
            await client.invalidateQueries({ queryKey: keys.session });
        },
    });
}

export const useConnect = () =>
    useDoing((input: Schemas['NewConnection']) => api.post<Schemas['CreatedConnection']>('/connections', input), () => [keys.connections]);
export const useRun = () =>
    useDoing(
        ({ connection, operation, input }: { connection: string; operation: string; input: Schemas['RunInput'] }) =>
            api.post<Schemas['RunResult']>(runPath(connection, operation), input),
        ({ connection, input }) => connection === general ? (input.dry_run === true ? [] : [['events']]) : [keys.connection(connection)],
    );
const hooks = ['hooks'] as const;
export const useHooks = () => useQuery({ queryKey: hooks, queryFn: ({ signal }) => api.get<Schemas['HookPage']>('/hooks', signal) });
export const useCreateHook = () => useDoing((input: Schemas['NewHook']) => api.post<Schemas['Hook']>('/hooks', input), () => [hooks]);
export const useRevokeHook = () => useDoing((id: string) => api.remove<null>(`/hooks/${encodeURIComponent(id)}`), () => [hooks]);
export const useTest = () =>
    useDoing((id: string) => api.post<Schemas['Verification']>(`/connections/${encodeURIComponent(id)}/test`), (id) => [keys.connection(id), keys.connections]);
export const useRotate = () =>
    useDoing(
        ({ id, ...body }: { id: string } & Schemas['NewCredential']) =>
            api.post<Schemas['Connection']>(`/connections/${encodeURIComponent(id)}/credential`, body),
        () => [keys.connections],
    );
export const useEnable = () =>
    useDoing((id: string) => api.post<Schemas['Connection']>(`/connections/${encodeURIComponent(id)}/enable`), () => [keys.connections]);
// Only the list is read again: the connection itself, which may still be shown, is gone.
export function useForget() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (id: string) => api.post<null>(`/connections/${encodeURIComponent(id)}/forget`),
        onSuccess: () => client.invalidateQueries({ queryKey: keys.connections, exact: true }),
    });
}
export const useRenewWebhook = () =>
    useDoing((id: string) => api.post<Schemas['NewWebhook']>(`/connections/${encodeURIComponent(id)}/webhook`), (id) => [keys.connection(id)]);
export const useDisable = () =>
    useDoing((id: string) => api.remove<Schemas['Connection']>(`/connections/${encodeURIComponent(id)}`), () => [keys.connections]);

export const useCreateSync = () => useDoing((input: Schemas['NewSync']) => api.post<Schemas['Sync']>('/syncs', input), () => [keys.syncs]);
export const useBeginPlan = () => useDoing((id: string) => api.post<Schemas['Accepted']>(`${syncPath(id)}/plan`), (id) => [keys.plan(id)]);
export const useStart = () =>
    useDoing((id: string) => api.post<Schemas['Sync']>(`${syncPath(id)}/start`), (id) => [keys.syncs, keys.sync(id)]);
export const usePause = () =>
    useDoing((id: string) => api.post<Schemas['Sync']>(`${syncPath(id)}/pause`), (id) => [keys.syncs, keys.sync(id)]);
export const usePolicy = () =>
    useDoing(
        ({ id, ...body }: { id: string; policy: Schemas['Policy']; invitations_confirmed?: boolean; attached_confirmed?: boolean }) => api.put<Schemas['Sync']>(`${syncPath(id)}/document`, body),
        () => [keys.syncs],
    );
export const useLook = () =>
    useDoing(
        (input: { sync: string; record: string }) =>
            api.post<Schemas['Accepted']>(`${syncPath(input.sync)}/records/${encodeURIComponent(input.record)}/look`),
        (input) => [keys.record(input.sync, input.record)],
    );
export const useAnswer = () =>
    useDoing(
        (input: { sync: string; issue: string; answer: Schemas['NewAnswer'] }) =>
            api.post<Schemas['GivenAnswers']>(`${syncPath(input.sync)}/issues/${encodeURIComponent(input.issue)}/answer`, input.answer),
        (input) => [keys.syncs, keys.sync(input.sync)],
    );
export const useTakeBack = () =>
    useDoing(
        (input: { sync: string; answer: string }) => api.remove<Schemas['Accepted']>(`${syncPath(input.sync)}/answers/${encodeURIComponent(input.answer)}`),
        (input) => [keys.syncs, keys.sync(input.sync)],
    );
export const useReplay = () =>
    useDoing((id: string) => api.post<Schemas['Event']>(`/events/${encodeURIComponent(id)}/replay`), (id) => [keys.event(id), ['events']]);
