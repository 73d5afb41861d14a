// SPDX-License-Identifier: Apache-2.0
// Who is told when something is not well.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from './client';

const alerts = ['alerts'] as const;

export const useAlerts = () =>
    useQuery({ queryKey: alerts, queryFn: ({ signal }) => api.get<Schemas['Alerts']>('/alerts', signal), refetchInterval: 15_000 });

export function useSetAlerts() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (input: Schemas['NewAlerts']) => api.put<Schemas['Alerts']>('/alerts', input),
        onSuccess: () => client.invalidateQueries({ queryKey: alerts }),
    });
}

export const useTestAlerts = () => useMutation({ mutationFn: (_: null) => api.post<Schemas['AlertTest']>('/alerts/test') });
