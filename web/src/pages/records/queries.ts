// SPDX-License-Identifier: Apache-2.0
// What the page of records asks for.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { keys, type RecordFilter, useDoing } from '../../api/queries';

export const useRecords = (id: string, filter: RecordFilter) =>
    useInfiniteQuery({
        queryKey: keys.records(id, filter),
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/records', {
                    params: {
                        path: { sync_id: id },
                        query: given({ query: filter.query, state: filter.state, cursor: pageParam, limit: 100 }),
                    },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
    });

export const useLook = () =>
    useDoing(
        (input: { sync: string; record: string }) =>
            told(
                server.POST('/api/v1/syncs/{sync_id}/records/{record_id}/look', {
                    params: { path: { sync_id: input.sync, record_id: input.record } },
                }),
            ),
        (input) => [keys.record(input.sync, input.record)],
    );

export const usePutPerson = () =>
    useDoing(
        (input: { sync: string; wish: Schemas['PersonWish'] }) =>
            told(server.POST('/api/v1/syncs/{sync_id}/people', { params: { path: { sync_id: input.sync } }, body: input.wish })),
        (input) => [keys.sync(input.sync)],
    );
