// SPDX-License-Identifier: Apache-2.0
// What the overview of many syncs asks for: one request for up to two hundred of them.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';

export const shows = ['', 'needs_look', 'waiting', 'limited', 'refused', 'paused', 'unknown', 'working', 'well'] as const;
export interface OverviewFilter {
    query: string;
    show: (typeof shows)[number];
}
export type OverviewLine = Schemas['OverviewLine'];

export const useOverview = (filter: OverviewFilter, enabled: boolean) =>
    useInfiniteQuery({
        queryKey: ['overview', filter],
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/overview', {
                    params: { query: given({ query: filter.query, show: filter.show, cursor: pageParam, limit: 200 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 15_000,
        enabled,
    });
