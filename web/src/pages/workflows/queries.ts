// SPDX-License-Identifier: Apache-2.0
// What the pages of workflows ask for and do.
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';
import { flow_keys } from '../../parts/workflows/queries';

const of = (id: string) => ({ params: { path: { workflow_id: id } } });

export const useWorkflow = (id: string) =>
    useQuery({
        queryKey: flow_keys.one(id),
        queryFn: ({ signal }) => told(server.GET('/api/v1/workflows/{workflow_id}', { ...of(id), signal })),
    });

export const useTemplates = () =>
    useQuery({
        queryKey: ['workflow-templates'],
        queryFn: ({ signal }) => told(server.GET('/api/v1/workflow-templates', { signal })),
        staleTime: Infinity,
    });

export const saveDraft = (body: Schemas['WorkflowDraft']) => told(server.POST('/api/v1/workflows', { body }));
export const useSave = () => useDoing(saveDraft, () => [flow_keys.all]);

export const useSwitch = () =>
    useDoing(
        ({ id, on }: { id: string; on: boolean }) =>
            told(
                on
                    ? server.POST('/api/v1/workflows/{workflow_id}/resume', of(id))
                    : server.POST('/api/v1/workflows/{workflow_id}/pause', of(id)),
            ),
        () => [flow_keys.all],
    );

export const usePublish = () =>
    useDoing(
        ({ id, connections }: { id: string; connections: Record<string, string> }) =>
            told(server.POST('/api/v1/workflows/{workflow_id}/publish', { ...of(id), body: { connections } })),
        () => [flow_keys.all],
    );

export const useStart = () =>
    useDoing(
        ({ id, data }: { id: string; data: Record<string, unknown> }) =>
            told(server.POST('/api/v1/workflows/{workflow_id}/start', { ...of(id), body: { data } })),
        () => [flow_keys.all, flow_keys.runs],
    );

export const useVersions = (id: string) =>
    useQuery({
        queryKey: [...flow_keys.one(id), 'versions'],
        queryFn: ({ signal }) => told(server.GET('/api/v1/workflows/{workflow_id}/versions', { ...of(id), signal })),
    });

export const useVersion = (id: string, version: number) =>
    useQuery({
        queryKey: [...flow_keys.one(id), 'versions', version],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/workflows/{workflow_id}/versions/{version}', {
                    params: { path: { workflow_id: id, version: String(version) } },
                    signal,
                }),
            ),
        staleTime: Infinity,
        enabled: version > 0,
    });

// What is wrong with a definition, and what may be named at a step.
export const useCheck = (definition: string, step: string) =>
    useQuery({
        queryKey: ['workflow-check', step, definition],
        queryFn: ({ signal }) => told(server.POST('/api/v1/workflow-check', { body: { definition, step }, signal })),
        placeholderData: keepPreviousData,
        staleTime: 60_000,
        gcTime: 60_000,
        enabled: definition !== '',
    });

export const useTrial = () =>
    useDoing(
        (body: Schemas['WorkflowTrial']) => told(server.POST('/api/v1/workflow-trial', { body })),
        () => [],
    );

// Everything that the catalogue holds, of all apps.
export const useWholeCatalogue = (enabled = true) =>
    useQuery({
        queryKey: ['catalogue-whole'],
        queryFn: ({ signal }) => told(server.GET('/api/v1/catalogue', { signal })),
        staleTime: Infinity,
        enabled,
    });

// Several entries at once, for what they are known to answer.
export const useOperations = (wanted: { profile: string; id: string }[]) =>
    useQueries({
        queries: wanted.map(({ profile, id }) => ({
            queryKey: keys.operation(profile, id),
            queryFn: ({ signal }: { signal: AbortSignal }) =>
                told(
                    server.GET('/api/v1/catalogue/{operation}', {
                        params: { path: { operation: id }, query: { app: profile } },
                        signal,
                    }),
                ),
            staleTime: Infinity,
            retry: false,
        })),
    });

export const usePeople = (sync: string, query: string) =>
    useQuery({
        queryKey: keys.records(sync, { query, state: '' }),
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/records', {
                    params: { path: { sync_id: sync }, query: { ...(query === '' ? {} : { query }), limit: 20 } },
                    signal,
                }),
            ),
        placeholderData: keepPreviousData,
        enabled: sync !== '',
    });

export const useLastEvents = (connection: string) =>
    useQuery({
        queryKey: ['events', 'last', connection],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/events', {
                    params: { query: connection === '' ? { limit: 50 } : { connection, limit: 50 } },
                    signal,
                }),
            ),
    });

export const readEvent = (id: string) => told(server.GET('/api/v1/events/{event_id}', { params: { path: { event_id: id } } }));
export const readRecord = (sync: string, record: string) =>
    told(server.GET('/api/v1/syncs/{sync_id}/records/{record_id}', { params: { path: { sync_id: sync, record_id: record } } }));
export const useHooks = (enabled: boolean) =>
    useQuery({ queryKey: ['hooks'], queryFn: ({ signal }) => told(server.GET('/api/v1/hooks', { signal })), enabled });
