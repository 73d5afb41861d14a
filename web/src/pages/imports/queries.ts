// SPDX-License-Identifier: Apache-2.0
// Looking at a document, importing it, and taking a connector away. The catalogue and the apps change with it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

const imported = ['imported'] as const;

export const useImported = () =>
    useQuery({
        queryKey: imported,
        queryFn: ({ signal }) => told(server.GET('/api/v1/connectors/imported', { signal })),
    });

export const useProposal = () =>
    useMutation({
        mutationFn: (body: Schemas['ImportInput']) => told(server.POST('/api/v1/connectors/imported/preview', { body })),
    });

export const useImport = () =>
    useDoing(
        (body: Schemas['ImportInput']) => told(server.POST('/api/v1/connectors/imported', { body })),
        () => [imported, keys.connectors, ['catalogue']],
    );

export const useRemove = () =>
    useDoing(
        (connector: string) =>
            told(server.DELETE('/api/v1/connectors/imported/{connector}', { params: { path: { connector } } })),
        () => [imported, keys.connectors, ['catalogue']],
    );
