// SPDX-License-Identifier: Apache-2.0
// What the page of OAuth asks the API for.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../api/client';

const key = (...more: string[]) => ['oauth', ...more];

export const useOAuthApps = () => useQuery({ queryKey: key('apps'), queryFn: () => api.get<Schemas['OAuthAppPage']>('/oauth/apps') });
export const useGrants = () => useQuery({ queryKey: key('grants'), queryFn: () => api.get<Schemas['OAuthGrantPage']>('/oauth/grants') });
export const useAccounts = (grant: string) => useQuery({
    queryKey: key('accounts', grant),
    queryFn: () => api.get<Schemas['OAuthAccountPage']>(`/oauth/grants/${encodeURIComponent(grant)}/accounts`),
});

// Whatever is done here changes connections and grants.
function useDoing<Input, Output>(act: (input: Input) => Promise<Output>) {
    const client = useQueryClient();
    return useMutation({ mutationFn: act, onSettled: () => { void client.invalidateQueries({ queryKey: key() }); void client.invalidateQueries({ queryKey: ['connections'] }); } });
}
export const useSetApp = () => useDoing(({ connector, ...app }: Schemas['NewOAuthApp'] & { connector: string }) => api.put<Schemas['OAuthApp']>(`/oauth/apps/${encodeURIComponent(connector)}`, app));
export const useBegin = () => useDoing((input: Schemas['NewOAuthAuthorization']) => api.post<Schemas['OAuthBegun']>('/oauth/authorizations', input));
export const useComplete = () => useDoing((input: Schemas['OAuthReturn']) => api.post<Schemas['OAuthCompleted']>('/oauth/authorizations/complete', input));
export const useConnectAccounts = (grant: string) =>
    useDoing((accounts: string[]) => api.post<Schemas['OAuthConnectedPage']>(`/oauth/grants/${encodeURIComponent(grant)}/connections`, { accounts }));
export const useRemoveGrant = () => useDoing((grant: string) => api.remove<Schemas['OAuthGrant']>(`/oauth/grants/${encodeURIComponent(grant)}`));
