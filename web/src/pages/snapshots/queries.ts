// SPDX-License-Identifier: Apache-2.0
// What the pages of snapshots and of the hand list ask the API for.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asFile, given, type Schemas, server, told } from '../../api/client';

const key = (connection: string, ...more: unknown[]) => ['snapshots', connection, ...more];
const path = '/api/v1/connections/{connection_id}/snapshots';
const one = `${path}/{snapshot_id}` as const;
const of = (connection: string) => ({ path: { connection_id: connection } });
const named = (connection: string, snapshot: string) => ({ path: { connection_id: connection, snapshot_id: snapshot } });

export interface DifferenceFilter {
    kind: Schemas['SnapshotDifference']['kind'][];
    sync: string;
    text: string;
}

export const useSnapshots = (connection: string) =>
    useQuery({ queryKey: key(connection), queryFn: () => told(server.GET(path, { params: of(connection) })) });
export const usePreview = (connection: string, snapshot: string) =>
    useQuery({
        queryKey: key(connection, snapshot),
        queryFn: () => told(server.GET(one, { params: named(connection, snapshot) })),
    });
export const useDifferences = (connection: string, snapshot: string, filter: DifferenceFilter) =>
    useInfiniteQuery({
        queryKey: key(connection, snapshot, 'differences', filter),
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET(`${one}/differences`, {
                    params: { ...named(connection, snapshot), query: given({ ...filter, cursor: pageParam, limit: 50 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (last) => last.next,
        placeholderData: keepPreviousData,
    });

function useDoing<Input, Output>(act: (input: Input) => Promise<Output>, ...touched: string[]) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: act,
        onSettled: () => {
            for (const each of ['snapshots', ...touched]) void client.invalidateQueries({ queryKey: [each] });
        },
    });
}

export const useUpload = (connection: string) =>
    useDoing((file: File) =>
        told(server.POST(path, { params: { ...of(connection), query: given({ name: file.name }) }, ...asFile(file) })),
    );
export const useSetColumns = (connection: string, snapshot: string) =>
    useDoing((columns: Schemas['SnapshotColumn'][]) =>
        told(server.PUT(`${one}/columns`, { params: named(connection, snapshot), body: { columns } })),
    );
export const useAccept = (connection: string, snapshot: string) =>
    useDoing(
        (confirm: boolean) => told(server.POST(`${one}/accept`, { params: named(connection, snapshot), body: { confirm } })),
        'hand_list',
    );
export const useDiscard = (connection: string, snapshot: string) =>
    useDoing(() => told(server.DELETE(one, { params: named(connection, snapshot) })));
export const useExport = (connection: string, snapshot: string) =>
    useMutation({
        mutationFn: (filter: Omit<DifferenceFilter, 'text'>) =>
            told(
                server.GET(`${one}/differences/export`, {
                    params: { ...named(connection, snapshot), query: given(filter) },
                    parseAs: 'blob',
                }),
            ),
    });

const hand = '/api/v1/connections/{connection_id}/hand-list';

export const useHandList = (connection: string, state: Schemas['HandState'] | '') =>
    useInfiniteQuery({
        queryKey: ['hand_list', connection, state],
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET(hand, {
                    params: { ...of(connection), query: given({ state, cursor: pageParam, limit: 50 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (last) => last.next,
        placeholderData: keepPreviousData,
    });
export const useTick = (connection: string) =>
    useDoing(
        ({ id, ticked }: { id: string; ticked: boolean }) =>
            told(
                server.POST(`${hand}/{item_id}/tick`, {
                    params: { path: { connection_id: connection, item_id: id } },
                    body: { ticked },
                }),
            ),
        'hand_list',
    );
export const useRefresh = (connection: string) =>
    useDoing(() => told(server.POST(`${hand}/refresh`, { params: of(connection) })), 'hand_list');
