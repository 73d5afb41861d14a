// SPDX-License-Identifier: Apache-2.0
// What the calls page reads and does. While it follows, only the newest page is read, once a second at most.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { given, type Schemas, server, told } from '../../api/client';
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
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/calls', {
                    params: { query: given({ ...filter, cursor: pageParam, limit: at_once }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => (follows ? undefined : (page.next ?? undefined)),
        placeholderData: keepPreviousData,
    });
}

const of = (call_id: string) => ({ path: { call_id } });

// A kept call never changes.
export const useCall = (id: string) =>
    useQuery({
        queryKey: ['call', id],
        queryFn: ({ signal }) => told(server.GET('/api/v1/calls/{call_id}', { params: of(id), signal })),
        staleTime: Infinity,
    });

export const useCurl = () =>
    useMutation({
        mutationFn: (id: string) => told(server.GET('/api/v1/calls/{call_id}/curl', { params: of(id), parseAs: 'text' })),
    });

export function useResend() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (id: string) => told(server.POST('/api/v1/calls/{call_id}/resend', { params: of(id) })),
        onSuccess: () => client.invalidateQueries({ queryKey: calls }),
    });
}

export const useExport = () =>
    useMutation({
        mutationFn: (filter: CallFilter) =>
            told(server.GET('/api/v1/calls/export.har', { params: { query: given({ ...filter }) }, parseAs: 'blob' })),
    });
