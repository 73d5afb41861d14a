// SPDX-License-Identifier: Apache-2.0
// Who may come in: what the people's page and the links read and do.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';
import { keys } from '../../api/queries';

const people = ['people'] as const;

export const usePeople = () =>
    useQuery({ queryKey: people, queryFn: ({ signal }) => told(server.GET('/api/v1/users', { signal })) });

function useDoing<Input, Output>(
    act: (input: Input) => Promise<Output>,
    touched: readonly (readonly unknown[])[] = [people, keys.session],
) {
    const client = useQueryClient();
    return useMutation<Output, Error, Input>({
        mutationFn: act,
        onSuccess: () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey }))),
    });
}

const of = (user_id: string) => ({ path: { user_id } });

export const useInvite = () =>
    useDoing((input: Schemas['NewUser']) => told(server.POST('/api/v1/users', { body: input })), [people]);
export const useSetRole = () =>
    useDoing(({ id, role }: { id: string; role: Schemas['Role'] }) =>
        told(server.PATCH('/api/v1/users/{user_id}', { params: of(id), body: { role } })),
    );
export const useRemovePerson = () => useDoing((id: string) => told(server.DELETE('/api/v1/users/{user_id}', { params: of(id) })));
export const useMakeLink = () =>
    useDoing(
        ({ id, sending }: { id: string; sending: Schemas['LinkSending'] }) =>
            told(server.POST('/api/v1/users/{user_id}/link', { params: of(id), body: sending })),
        [people],
    );
export const useSignOutEverywhere = () =>
    useDoing((id: string) => told(server.DELETE('/api/v1/users/{user_id}/sessions', { params: of(id) })), [people]);

export const useLink = (link: string) =>
    useQuery({
        queryKey: ['join', link],
        queryFn: () => told(server.POST('/api/v1/join/look', { body: { link } })),
        retry: false,
        staleTime: Infinity,
    });
export const useJoin = () =>
    useDoing((input: Schemas['Join']) => told(server.POST('/api/v1/join', { body: input })), [keys.session]);
