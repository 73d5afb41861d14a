// SPDX-License-Identifier: Apache-2.0
// What is done with connections.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

export const useConnect = () =>
    useDoing(
        (input: Schemas['NewConnection']) => told(server.POST('/api/v1/connections', { body: input })),
        () => [keys.connections],
    );

export const useHours = (id: string) =>
    useQuery({
        queryKey: [...keys.connection(id), 'hours'],
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/connections/{connection_id}/hours', { params: { path: { connection_id: id } }, signal })),
        refetchInterval: 60_000,
    });

export const useTest = () =>
    useDoing(
        (id: string) =>
            told(server.POST('/api/v1/connections/{connection_id}/test', { params: { path: { connection_id: id } } })),
        (id) => [keys.connection(id), keys.connections],
    );

export const useRotate = () =>
    useDoing(
        ({ id, ...body }: { id: string } & Schemas['NewCredential']) =>
            told(
                server.POST('/api/v1/connections/{connection_id}/credential', { params: { path: { connection_id: id } }, body }),
            ),
        () => [keys.connections],
    );

export const useForgetPrevious = () =>
    useDoing(
        (id: string) =>
            told(
                server.DELETE('/api/v1/connections/{connection_id}/credential/previous', {
                    params: { path: { connection_id: id } },
                }),
            ),
        (id) => [keys.connection(id), keys.connections],
    );

export const useEnable = () =>
    useDoing(
        (id: string) =>
            told(server.POST('/api/v1/connections/{connection_id}/enable', { params: { path: { connection_id: id } } })),
        () => [keys.connections],
    );

// Only the list is read again: the connection itself, which may still be shown, is gone.
export function useForget() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (id: string) =>
            told(server.POST('/api/v1/connections/{connection_id}/forget', { params: { path: { connection_id: id } } })),
        onSuccess: () => client.invalidateQueries({ queryKey: keys.connections, exact: true }),
    });
}

export const useRenewWebhook = () =>
    useDoing(
        (id: string) =>
            told(server.POST('/api/v1/connections/{connection_id}/webhook', { params: { path: { connection_id: id } } })),
        (id) => [keys.connection(id)],
    );

export const useDisable = () =>
    useDoing(
        (id: string) => told(server.DELETE('/api/v1/connections/{connection_id}', { params: { path: { connection_id: id } } })),
        () => [keys.connections],
    );
