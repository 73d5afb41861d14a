// SPDX-License-Identifier: Apache-2.0
// What the pages of workflows and of their runs both ask for.
import { useQuery } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';

export type Workflow = Schemas['Workflow'];

export const flow_keys = {
    all: ['workflows'] as const,
    one: (id: string) => ['workflows', id] as const,
    runs: ['runs'] as const,
};

export const useWorkflows = () =>
    useQuery({
        queryKey: flow_keys.all,
        queryFn: ({ signal }) => told(server.GET('/api/v1/workflows', { signal })),
        refetchInterval: 10_000,
    });

export const nameIn = (name: { en: string; fr: string }, language: string, otherwise = ''): string =>
    (language.startsWith('fr') ? name.fr || name.en : name.en || name.fr) || otherwise;
