// SPDX-License-Identifier: Apache-2.0
// What the plan asks for, and how a sync is made, started and paused.
import { useQuery } from '@tanstack/react-query';
import { Failure, type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

// Null before the first dry run.
export const usePlan = (id: string) =>
    useQuery({
        queryKey: keys.plan(id),
        queryFn: async ({ signal }) => {
            try {
                return await told(server.GET('/api/v1/syncs/{sync_id}/plan', { params: { path: { sync_id: id } }, signal }));
            } catch (error) {
                if (error instanceof Failure && error.status === 404) return null;
                throw error;
            }
        },
        refetchInterval: (running) =>
            running.state.data?.state === 'reading' || running.state.data?.state === 'comparing' ? 800 : false,
    });

export const useCreateSync = () =>
    useDoing(
        (input: Schemas['NewSync']) => told(server.POST('/api/v1/syncs', { body: input })),
        () => [keys.syncs],
    );
export const useBeginPlan = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/syncs/{sync_id}/plan', { params: { path: { sync_id: id } } })),
        (id) => [keys.plan(id)],
    );
export const useStart = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/syncs/{sync_id}/start', { params: { path: { sync_id: id } } })),
        (id) => [keys.syncs, keys.sync(id)],
    );

export const usePause = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/syncs/{sync_id}/pause', { params: { path: { sync_id: id } } })),
        (id) => [keys.syncs, keys.sync(id)],
    );

export const usePolicy = () =>
    useDoing(
        ({
            id,
            ...body
        }: {
            id: string;
            policy: Schemas['Policy'];
            invitations_confirmed?: boolean;
            attached_confirmed?: boolean;
        }) => told(server.PUT('/api/v1/syncs/{sync_id}/document', { params: { path: { sync_id: id } }, body })),
        () => [keys.syncs],
    );
