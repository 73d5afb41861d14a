// SPDX-License-Identifier: Apache-2.0
// Who is told when something is not well.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';

const alerts = ['alerts'] as const;

export const useAlerts = () =>
    useQuery({
        queryKey: alerts,
        queryFn: ({ signal }) => told(server.GET('/api/v1/alerts', { signal })),
        refetchInterval: 15_000,
    });

export function useSetAlerts() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (input: Schemas['NewAlerts']) => told(server.PUT('/api/v1/alerts', { body: input })),
        onSuccess: () => client.invalidateQueries({ queryKey: alerts }),
    });
}

export const useTestAlerts = () => useMutation({ mutationFn: (_: null) => told(server.POST('/api/v1/alerts/test')) });
