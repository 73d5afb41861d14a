// SPDX-License-Identifier: Apache-2.0
// What Home asks for.
import { useQuery } from '@tanstack/react-query';
import { server, told } from '../../api/client';
import { issuesAgain, keys } from '../../api/queries';

export const useHealth = () =>
    useQuery({
        queryKey: keys.health,
        queryFn: ({ signal }) => told(server.GET('/api/v1/health', { signal })),
        refetchInterval: 15_000,
    });

export const useChanges = (id: string) =>
    useQuery({
        queryKey: keys.changes(id),
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/changes', {
                    params: { path: { sync_id: id }, query: { limit: 100 } },
                    signal,
                }),
            ),
        refetchInterval: 60_000,
    });

export const useLatestIssues = (id: string, limit: number) =>
    useQuery({
        queryKey: keys.issues(id, 'latest'),
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/syncs/{sync_id}/issues', {
                    params: { path: { sync_id: id }, query: { state: 'open', limit } },
                    signal,
                }),
            ),
        refetchInterval: (found) => issuesAgain(found.state.data?.items),
    });
