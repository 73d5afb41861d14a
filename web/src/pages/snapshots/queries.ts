// SPDX-License-Identifier: Apache-2.0
// What the pages of snapshots and of the hand list ask the API for.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, query, type Schemas } from '../../api/client';

const key = (connection: string, ...more: unknown[]) => ['snapshots', connection, ...more];
const path = (connection: string, more = '') => `/connections/${encodeURIComponent(connection)}/snapshots${more}`;
const one = (connection: string, snapshot: string, more = '') => path(connection, `/${encodeURIComponent(snapshot)}${more}`);

export interface DifferenceFilter {
    kind: string;
    sync: string;
    text: string;
}

export const useSnapshots = (connection: string) =>
    useQuery({ queryKey: key(connection), queryFn: () => api.get<Schemas['SnapshotPage']>(path(connection)) });
export const usePreview = (connection: string, snapshot: string) =>
    useQuery({ queryKey: key(connection, snapshot), queryFn: () => api.get<Schemas['SnapshotPreview']>(one(connection, snapshot)) });
export const useDifferences = (connection: string, snapshot: string, filter: DifferenceFilter) =>
    useInfiniteQuery({
        queryKey: key(connection, snapshot, 'differences', filter),
        queryFn: ({ pageParam, signal }) =>
            api.get<Schemas['SnapshotDifferencePage']>(one(connection, snapshot, `/differences${query({ ...filter, cursor: pageParam, limit: 50 })}`), signal),
        initialPageParam: '',
        getNextPageParam: (last) => last.next,
        placeholderData: keepPreviousData,
    });

function useDoing<Input, Output>(act: (input: Input) => Promise<Output>, ...touched: string[]) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: act,
        onSettled: () => { for (const each of ['snapshots', ...touched]) void client.invalidateQueries({ queryKey: [each] }); },
    });
}

export const useUpload = (connection: string) =>
    useDoing((file: File) => api.upload<Schemas['SnapshotPreview']>(path(connection, query({ name: file.name })), file));
export const useSetColumns = (connection: string, snapshot: string) =>
    useDoing((columns: Schemas['SnapshotColumn'][]) => api.put<Schemas['SnapshotPreview']>(one(connection, snapshot, '/columns'), { columns }));
export const useAccept = (connection: string, snapshot: string) =>
    useDoing((confirm: boolean) => api.post<Schemas['Snapshot']>(one(connection, snapshot, '/accept'), { confirm }), 'hand_list');
export const useDiscard = (connection: string, snapshot: string) => useDoing(() => api.remove<null>(one(connection, snapshot)));
export const useExport = (connection: string, snapshot: string) =>
    useMutation({ mutationFn: (filter: Omit<DifferenceFilter, 'text'>) => api.download(one(connection, snapshot, `/differences/export${query(filter)}`)) });

const hand = (connection: string, more = '') => `/connections/${encodeURIComponent(connection)}/hand-list${more}`;

export const useHandList = (connection: string, state: string) =>
    useInfiniteQuery({
        queryKey: ['hand_list', connection, state],
        queryFn: ({ pageParam, signal }) => api.get<Schemas['HandList']>(hand(connection, query({ state, cursor: pageParam, limit: 50 })), signal),
        initialPageParam: '',
        getNextPageParam: (last) => last.next,
        placeholderData: keepPreviousData,
    });
export const useTick = (connection: string) =>
    useDoing(({ id, ticked }: { id: string; ticked: boolean }) => api.post<Schemas['HandItem']>(hand(connection, `/${encodeURIComponent(id)}/tick`), { ticked }), 'hand_list');
export const useRefresh = (connection: string) => useDoing(() => api.post<Schemas['HandList']>(hand(connection, '/refresh')), 'hand_list');
