// SPDX-License-Identifier: Apache-2.0
// What the pages of the sandbox ask for and do. Everything but the faults is asked for again and again: others edit, too.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

const sandbox = ['sandbox'] as const;
const faults = [...sandbox, 'faults'] as const;
const people = [...sandbox, 'people'] as const;
const person = (app: string, id: string) => [...sandbox, 'person', app, id] as const;
// What a broken or healed app does to its connection is seen soon, not at the next turn.
const moved = [sandbox, keys.connections, keys.syncs];

export interface Copy {
    app: string;
    id: string;
}

export const useSandbox = () =>
    useQuery({
        queryKey: sandbox,
        queryFn: ({ signal }) => told(server.GET('/api/v1/sandbox', { signal })),
        refetchInterval: 5_000,
    });

export const usePeople = (query: string) =>
    useInfiniteQuery({
        queryKey: [...people, query],
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/sandbox/people', {
                    params: { query: given({ query, cursor: pageParam, limit: 100 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 4_000,
    });

const path = ({ app, id }: Copy) => ({ path: { app, record_id: id } });

export const usePerson = (copy: Copy | null) =>
    useQuery({
        queryKey: person(copy?.app ?? '', copy?.id ?? ''),
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/sandbox/people/{app}/{record_id}', { params: path(copy ?? { app: '', id: '' }), signal })),
        enabled: copy !== null,
        refetchInterval: 1_000,
        retry: false,
    });

export const useEdit = () =>
    useDoing(
        (input: Copy & { fields: Record<string, unknown> }) =>
            told(
                server.PATCH('/api/v1/sandbox/people/{app}/{record_id}', { params: path(input), body: { fields: input.fields } }),
            ),
        (input) => [person(input.app, input.id), people],
    );

export const useCreate = () =>
    useDoing(
        (input: { app: string; fields: Record<string, unknown> }) =>
            told(
                server.POST('/api/v1/sandbox/people/{app}', {
                    params: { path: { app: input.app } },
                    body: { fields: input.fields },
                }),
            ),
        () => [sandbox],
    );

export const useDelete = () =>
    useDoing(
        (input: Copy) => told(server.DELETE('/api/v1/sandbox/people/{app}/{record_id}', { params: path(input) })),
        () => [people],
    );

export const useAddNote = () =>
    useDoing(
        (input: Copy & { text: string }) =>
            told(
                server.POST('/api/v1/sandbox/people/{app}/{record_id}/notes', {
                    params: path(input),
                    body: { text: input.text },
                }),
            ),
        (input) => [person(input.app, input.id)],
    );

export const useAddTask = () =>
    useDoing(
        (input: Copy & { title: string }) =>
            told(
                server.POST('/api/v1/sandbox/people/{app}/{record_id}/tasks', {
                    params: path(input),
                    body: { title: input.title },
                }),
            ),
        (input) => [person(input.app, input.id)],
    );

export const useFaults = () =>
    useQuery({
        queryKey: faults,
        queryFn: ({ signal }) => told(server.GET('/api/v1/sandbox/faults', { signal })),
        refetchInterval: 3_000,
    });

export const useSetFault = () =>
    useDoing(
        (input: { app: string; fault: string; on: boolean }) =>
            told(
                server.PUT('/api/v1/sandbox/faults/{app}/{fault}', {
                    params: { path: { app: input.app, fault: input.fault } },
                    body: { on: input.on },
                }),
            ),
        () => moved,
    );

export const useHeal = () =>
    useDoing(
        (_: null) => told(server.POST('/api/v1/sandbox/heal')),
        () => moved,
    );

export const useMakeHappen = () =>
    useDoing(
        (input: { app: string; type: string }) =>
            told(
                server.POST('/api/v1/sandbox/events/{app}', { params: { path: { app: input.app } }, body: { type: input.type } }),
            ),
        () => [['events'], sandbox],
    );

// What Lockstep heard of a record, and what it wrote for it, while somebody watches.
export const useHeard = (record: string, watching: boolean) =>
    useQuery({
        queryKey: [...keys.events({ state: '', connection: '', record }), 'sandbox'],
        queryFn: ({ signal }) => told(server.GET('/api/v1/events', { params: { query: { record, limit: 30 } }, signal })),
        refetchInterval: watching ? 1_000 : false,
        select: (page: Schemas['EventPage']) => page.items,
    });

export const useWritten = (sync: string | null, record: string, watching: boolean) =>
    useQuery({
        queryKey: [...keys.changes(sync ?? ''), 'of', record],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/changes', {
                    params: { path: { sync_id: sync ?? '' }, query: { record, limit: 50 } },
                    signal,
                }),
            ),
        enabled: sync !== null,
        refetchInterval: watching ? 1_000 : false,
        select: (page: Schemas['ChangePage']) => page.items,
    });
