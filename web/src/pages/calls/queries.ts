// SPDX-License-Identifier: Apache-2.0
// What the calls page reads and does. While it follows, only the newest page is read, once a second at most.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, query, type Schemas } from '../../api/client';
import { onCall } from '../../api/stream';

export interface CallFilter {
    outcome: Schemas['CallOutcome'] | '';
    connection: string;
    operation: string;
    record: string;
    from: string;
    to: string;
}

const calls = ['calls'] as const;
const at_once = 100;
const again_ms = 1_000;

export function useCalls(filter: CallFilter, follows: boolean) {
    const client = useQueryClient();
    useEffect(() => {
        if (!follows) return;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const leave = onCall(() => {
            timer ??= setTimeout(() => {
                timer = undefined;
                void client.invalidateQueries({ queryKey: [...calls, 'newest'] });
            }, again_ms);
        });
        return () => {
            leave();
            clearTimeout(timer);
        };
    }, [client, follows]);
    return useInfiniteQuery({
        queryKey: [...calls, follows ? 'newest' : 'all', filter] as const,
        queryFn: ({ pageParam, signal }) => api.get<Schemas['CallPage']>(`/calls${query({ ...filter, cursor: pageParam, limit: at_once })}`, signal),
        initialPageParam: '',
        getNextPageParam: (page) => (follows ? undefined : page.next ?? undefined),
        placeholderData: keepPreviousData,
    });
}

const one = (id: string, what = '') => `/calls/${encodeURIComponent(id)}${what}`;

// A kept call never changes.
export const useCall = (id: string) =>
    useQuery({ queryKey: ['call', id], queryFn: ({ signal }) => api.get<Schemas['WholeCall']>(one(id), signal), staleTime: Infinity });

export const useCurl = () => useMutation({ mutationFn: async (id: string) => (await api.download(one(id, '/curl'))).text() });

export function useResend() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (id: string) => api.post<Schemas['RunResult']>(one(id, '/resend')),
        onSuccess: () => client.invalidateQueries({ queryKey: calls }),
    });
}

export const useExport = () => useMutation({ mutationFn: (filter: CallFilter) => api.download(`/calls/export.har${query({ ...filter })}`) });
