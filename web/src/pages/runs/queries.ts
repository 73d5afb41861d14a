// SPDX-License-Identifier: Apache-2.0
// What the pages of runs ask for and do.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { useDoing } from '../../api/queries';
import { flow_keys } from '../../parts/workflows/queries';

export interface RunFilter {
    workflow: string;
    status: Schemas['WorkflowRunStatus'] | '';
}
const limit = 50;

export const useRuns = ({ workflow, status }: RunFilter) =>
    useInfiniteQuery({
        queryKey: [...flow_keys.runs, workflow, status],
        queryFn: ({ pageParam, signal }) => {
            const query = given({ status, cursor: pageParam, limit });
            return told(
                workflow === ''
                    ? server.GET('/api/v1/workflow-runs', { params: { query }, signal })
                    : server.GET('/api/v1/workflows/{workflow_id}/runs', {
                          params: { path: { workflow_id: workflow }, query },
                          signal,
                      }),
            );
        },
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 5_000,
    });

const open = ['running', 'waiting', 'unclear'];
export const isOpen = (run: Pick<Schemas['WorkflowRun'], 'status'>): boolean => open.includes(run.status);

const key = (id: string) => [...flow_keys.runs, 'one', id];
export const useRun = (id: string) =>
    useQuery({
        queryKey: key(id),
        queryFn: ({ signal }) => told(server.GET('/api/v1/workflow-runs/{run_id}', { params: { path: { run_id: id } }, signal })),
        refetchInterval: (state) => (state.state.data !== undefined && isOpen(state.state.data) ? 2_000 : false),
    });

export const useCancel = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/workflow-runs/{run_id}/cancel', { params: { path: { run_id: id } } })),
        () => [flow_keys.runs, flow_keys.all],
    );
export const useSettle = () =>
    useDoing(
        ({ id, outcome }: { id: string; outcome: Schemas['WorkflowSettlement']['outcome'] }) =>
            told(
                server.POST('/api/v1/workflow-runs/{run_id}/settle', {
                    params: { path: { run_id: id } },
                    body: { outcome },
                }),
            ),
        () => [flow_keys.runs, flow_keys.all],
    );

// The calls to apps around the time of a run; those that name it are its own.
export const useCallsOf = (run: Schemas['WorkflowRun'] | undefined) =>
    useQuery({
        queryKey: [...flow_keys.runs, 'calls', run?.id ?? '', run?.changed_at ?? ''],
        queryFn: async ({ signal }) => {
            if (run === undefined) return { items: [], is_whole: true };
            const found: Schemas['Call'][] = [];
            let cursor = '';
            // A month-long run is told by its newest thousand calls of the installation; the page says so.
            for (let page = 0; page < 5; ++page) {
                const read = await told(
                    server.GET('/api/v1/calls', {
                        params: { query: given({ from: run.started_at, to: later(run.changed_at), cursor, limit: 200 }) },
                        signal,
                    }),
                );
                found.push(...read.items.filter((call) => call.cause === run.id));
                if (read.next === null) return { items: found.reverse(), is_whole: true };
                cursor = read.next;
            }
            return { items: found.reverse(), is_whole: false };
        },
        enabled: run !== undefined,
        placeholderData: keepPreviousData,
    });

// A call is noted a moment after the run has heard its answer.
const later = (time: string): string => new Date(new Date(time).getTime() + 5_000).toISOString();

// The version that a run stays on says which operation each of its steps is.
export const useVersionOf = (workflow: string, version: number) =>
    useQuery({
        queryKey: [...flow_keys.one(workflow), 'versions', version],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/workflows/{workflow_id}/versions/{version}', {
                    params: { path: { workflow_id: workflow, version: String(version) } },
                    signal,
                }),
            ),
        staleTime: Infinity,
    });
