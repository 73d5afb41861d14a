// SPDX-License-Identifier: Apache-2.0
// What the page of issues asks for.
import { useInfiniteQuery } from '@tanstack/react-query';
import { given, server, told } from '../../api/client';
import { issuesAgain, keys } from '../../api/queries';

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
