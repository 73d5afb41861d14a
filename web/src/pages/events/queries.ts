// SPDX-License-Identifier: Apache-2.0
// What the page of events asks for, and the addresses that others post to.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { type EventFilter, keys, useDoing } from '../../api/queries';

export const useEvents = (filter: EventFilter) =>
    useInfiniteQuery({
        queryKey: keys.events(filter),
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/events', { params: { query: given({ ...filter, cursor: pageParam, limit: 100 }) }, signal }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
    });

export const useEvent = (id: string) =>
    useQuery({
        queryKey: keys.event(id),
        queryFn: ({ signal }) => told(server.GET('/api/v1/events/{event_id}', { params: { path: { event_id: id } }, signal })),
        // What waits is served within moments; the panel shows what became of it.
        refetchInterval: (found) => (found.state.data?.state === 'waiting' ? 2_000 : false),
    });

const hooks = ['hooks'] as const;
export const useHooks = () =>
    useQuery({ queryKey: hooks, queryFn: ({ signal }) => told(server.GET('/api/v1/hooks', { signal })) });
export const useCreateHook = () =>
    useDoing(
        (input: Schemas['NewHook']) => told(server.POST('/api/v1/hooks', { body: input })),
        () => [hooks],
    );
export const useRevokeHook = () =>
    useDoing(
        (id: string) => told(server.DELETE('/api/v1/hooks/{hook_id}', { params: { path: { hook_id: id } } })),
        () => [hooks],
    );

const schedules = ['schedules'] as const;
export const useSchedules = () =>
    useQuery({ queryKey: schedules, queryFn: ({ signal }) => told(server.GET('/api/v1/schedules', { signal })) });
export const useCreateSchedule = () =>
    useDoing(
        (input: Schemas['NewSchedule']) => told(server.POST('/api/v1/schedules', { body: input })),
        () => [schedules],
    );
export const useTurnSchedule = () =>
    useDoing(
        ({ id, on }: { id: string; on: boolean }) => {
            const params = { path: { schedule_id: id } };
            return told(
                on
                    ? server.POST('/api/v1/schedules/{schedule_id}/resume', { params })
                    : server.POST('/api/v1/schedules/{schedule_id}/pause', { params }),
            );
        },
        () => [schedules],
    );
export const useRemoveSchedule = () =>
    useDoing(
        (id: string) => told(server.DELETE('/api/v1/schedules/{schedule_id}', { params: { path: { schedule_id: id } } })),
        () => [schedules],
    );

export const useReplay = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/events/{event_id}/replay', { params: { path: { event_id: id } } })),
        (id) => [keys.event(id), ['events']],
    );
