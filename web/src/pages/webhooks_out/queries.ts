// SPDX-License-Identifier: Apache-2.0
// Outbound webhooks: who is posted to, and what was sent.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { useDoing } from '../../api/queries';

const webhooks = ['webhooks-out'] as const;
const deliveries = ['deliveries'] as const;
const at = (id: string) => ({ path: { subscription_id: id } });

export const useEventTypes = () =>
    useQuery({
        queryKey: ['event-types'],
        queryFn: ({ signal }) => told(server.GET('/api/v1/event-types', { signal })),
        staleTime: Infinity,
    });

export const useWebhooks = () =>
    useQuery({
        queryKey: webhooks,
        queryFn: ({ signal }) => told(server.GET('/api/v1/subscriptions', { signal })),
        refetchInterval: 10_000,
    });

export const useCreateWebhook = () =>
    useDoing(
        (input: Schemas['NewSubscription']) => told(server.POST('/api/v1/subscriptions', { body: input })),
        () => [webhooks],
    );
export const useChangeWebhook = () =>
    useDoing(
        ({ id, change }: { id: string; change: Schemas['SubscriptionChange'] }) =>
            told(server.PATCH('/api/v1/subscriptions/{subscription_id}', { params: at(id), body: change })),
        () => [webhooks],
    );
export const useRemoveWebhook = () =>
    useDoing(
        (id: string) => told(server.DELETE('/api/v1/subscriptions/{subscription_id}', { params: at(id) })),
        () => [webhooks, deliveries],
    );
export const useRotateWebhook = () =>
    useDoing(
        ({ id, overlap_hours }: { id: string; overlap_hours: number }) =>
            told(server.POST('/api/v1/subscriptions/{subscription_id}/rotate', { params: at(id), body: { overlap_hours } })),
        () => [webhooks],
    );
export const useTestWebhook = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/subscriptions/{subscription_id}/test', { params: at(id) })),
        () => [deliveries],
    );
export const useReplayDead = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/subscriptions/{subscription_id}/replay', { params: at(id) })),
        () => [webhooks, deliveries],
    );

export interface DeliveryFilter {
    subscription: string;
    state: Schemas['DeliveryState'] | '';
}

export const useDeliveries = (filter: DeliveryFilter) =>
    useInfiniteQuery({
        queryKey: [...deliveries, filter],
        queryFn: ({ pageParam, signal }) =>
            told(
                server.GET('/api/v1/deliveries', {
                    params: { query: given({ ...filter, cursor: pageParam, limit: 50 }) },
                    signal,
                }),
            ),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 10_000,
    });
export const useDelivery = (id: string, is_open: boolean) =>
    useQuery({
        queryKey: [...deliveries, id],
        enabled: is_open,
        queryFn: ({ signal }) =>
            told(server.GET('/api/v1/deliveries/{delivery_id}', { params: { path: { delivery_id: id } }, signal })),
    });
export const useReplayDelivery = () =>
    useDoing(
        (id: string) => told(server.POST('/api/v1/deliveries/{delivery_id}/replay', { params: { path: { delivery_id: id } } })),
        () => [webhooks, deliveries],
    );
