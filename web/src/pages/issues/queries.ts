// SPDX-License-Identifier: Apache-2.0
// What the page of issues asks for.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { issuesAgain, keys, useDoing } from '../../api/queries';

// All of them, page by page. How many are open is in the status.
export const useIssues = (id: string, state: 'open' | 'closed') =>
    useInfiniteQuery({
        queryKey: keys.issues(id, state),
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/issues', {
                    params: { path: { sync_id: id }, query: given({ state, cursor: pageParam, limit: 50 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        refetchInterval: (found) => issuesAgain(found.state.data?.pages.flatMap((page) => page.items)),
    });

// Open ones of one kind: an inbox.
export const useIssuesOf = (id: string, kind: 'match_unsure') =>
    useInfiniteQuery({
        queryKey: keys.issues(id, kind),
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/issues', {
                    params: {
                        path: { sync_id: id },
                        query: given({ state: 'open' as const, kind, cursor: pageParam, limit: 50 }),
                    },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        refetchInterval: (found) => issuesAgain(found.state.data?.pages.flatMap((page) => page.items)),
    });

export const useConflicts = (id: string) =>
    useQuery({
        queryKey: keys.issues(id, 'conflict_groups'),
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/syncs/{sync_id}/conflicts', { params: { path: { sync_id: id } }, signal })),
        refetchInterval: 15_000,
    });

export const useAnswerMany = (id: string) =>
    useDoing(
        (body: Schemas['NewAnswers']) =>
            told(server.POST('/api/v1/syncs/{sync_id}/answers', { params: { path: { sync_id: id } }, body })),
        () => [keys.syncs, keys.sync(id)],
    );
