// SPDX-License-Identifier: Apache-2.0
// What the page of the mapping asks for: the mapping in force, trials of another one, versions.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

export type Row = Schemas['FieldRow'];
export type Mapping = Schemas['Mapping'];
export type TriedRow = Schemas['TriedRow'];

export const useMapping = (id: string) =>
    useQuery({
        queryKey: [...keys.sync(id), 'mapping'],
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/syncs/{sync_id}/mapping', { params: { path: { sync_id: id } }, signal })),
        // What is being edited must not change under the hands; a newer version is told when it is saved.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
    });

export const usePeople = (id: string, query: string) =>
    useQuery({
        queryKey: [...keys.sync(id), 'mapping_people', query],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/records', {
                    params: {
                        path: { sync_id: id },
                        query: given({ query, state: query === '' ? ('linked' as const) : ('' as const), limit: 8 }),
                    },
                    signal,
                }),
            ),
        placeholderData: keepPreviousData,
    });

export interface Trial {
    mapping: Mapping;
    person: string;
    read_now: boolean;
}

export const useTried = (id: string, trial: Trial | null) =>
    useQuery({
        queryKey: [...keys.sync(id), 'mapping_tried', trial],
        queryFn: ({ signal }) =>
            told(
                server.POST('/api/v1/syncs/{sync_id}/mapping/try', {
                    params: { path: { sync_id: id } },
                    body: trial ?? { mapping: { rows: [] } },
                    signal,
                }),
            ),
        enabled: trial !== null,
        placeholderData: keepPreviousData,
        refetchOnWindowFocus: false,
        staleTime: 30_000,
        retry: false,
    });

export const usePreview = (id: string) =>
    useMutation({
        mutationFn: (input: { mapping: Mapping; read_now: boolean }) =>
            told(
                server.POST('/api/v1/syncs/{sync_id}/mapping/preview', {
                    params: { path: { sync_id: id } },
                    body: input,
                }),
            ),
    });

export const useSave = (id: string) =>
    useDoing(
        (input: { mapping: Mapping; based_on: number }) =>
            told(
                server.PUT('/api/v1/syncs/{sync_id}/document', {
                    params: { path: { sync_id: id } },
                    body: input,
                }),
            ),
        () => [keys.syncs, keys.sync(id)],
    );

export const useVersions = (id: string) =>
    useInfiniteQuery({
        queryKey: [...keys.sync(id), 'versions'],
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/versions', {
                    params: { path: { sync_id: id }, query: given({ cursor: pageParam, limit: 10 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
    });

export const useVersion = (id: string, version: number | null, against: number) =>
    useQuery({
        queryKey: [...keys.sync(id), 'version', version, against],
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/versions/{version}', {
                    params: { path: { sync_id: id, version: String(version) }, query: { against } },
                    signal,
                }),
            ),
        enabled: version !== null,
        staleTime: Infinity,
    });

export const fetchVersion = (id: string, version: number) =>
    told(
        server.GET('/api/v1/syncs/{sync_id}/versions/{version}', {
            params: { path: { sync_id: id, version: String(version) } },
        }),
    );
