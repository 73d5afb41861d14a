// SPDX-License-Identifier: Apache-2.0
// Who may come in: what the people's page and the links read and do.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from './client';
import { keys } from './queries';

const people = ['people'] as const;

export const usePeople = () =>
    useQuery({ queryKey: people, queryFn: ({ signal }) => api.get<Schemas['UserPage']>('/users', signal) });

function useDoing<Input, Output>(act: (input: Input) => Promise<Output>, touched: readonly (readonly unknown[])[] = [people, keys.session]) {
    const client = useQueryClient();
    return useMutation<Output, Error, Input>({
        mutationFn: act,
        onSuccess: () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey }))),
    });
}

const place = (id: string) => `/users/${encodeURIComponent(id)}`;

export const useInvite = () => useDoing((input: Schemas['NewUser']) => api.post<Schemas['UserLink']>('/users', input), [people]);
export const useSetRole = () => useDoing(({ id, role }: { id: string; role: Schemas['Role'] }) => api.patch<Schemas['UserEntry']>(place(id), { role }));
export const useRemovePerson = () => useDoing((id: string) => api.remove<null>(place(id)));
export const useMakeLink = () =>
    useDoing(({ id, sending }: { id: string; sending: Schemas['LinkSending'] }) => api.post<Schemas['UserLink']>(`${place(id)}/link`, sending), [people]);
export const useSignOutEverywhere = () => useDoing((id: string) => api.remove<null>(`${place(id)}/sessions`), [people]);

export const useLink = (link: string) =>
    useQuery({ queryKey: ['join', link], queryFn: () => api.post<Schemas['JoinLink']>('/join/look', { link }), retry: false, staleTime: Infinity });
export const useJoin = () => useDoing((input: Schemas['Join']) => api.post<Schemas['Session']>('/join', input), [keys.session]);
