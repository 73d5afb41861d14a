// SPDX-License-Identifier: Apache-2.0
// What was sent to one address: each delivery with its attempts, and sending it again.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Raw } from '../../parts/inspector/inspector';
import { Chips } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { useDeliveries, useDelivery, useReplayDead, useReplayDelivery } from './queries';
import classes from './webhooks_out.module.css';

const states = ['', 'waiting', 'done', 'dead'] as const;
const tones: Record<Schemas['DeliveryState'], Tone> = { waiting: 'wait', done: 'ok', dead: 'failed' };

export function Log({ webhook, may_change }: { webhook: Schemas['Subscription']; may_change: boolean }) {
    const { t } = useTranslation();
    const [state, setState] = useState<(typeof states)[number]>('');
    const deliveries = useDeliveries({ subscription: webhook.id, state });
    const replay = useReplayDead();
    const items = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <Section title={t('webhooks_out.log_of', { label: webhook.label })}>
            <div className={classes.tools}>
                <Chips
                    label={t('webhooks_out.filter_state')}
                    chosen={state}
                    options={states.map((name) => ({
                        name,
                        words: name === '' ? t('webhooks_out.all') : t(`webhooks_out.delivery_${name}`),
                    }))}
                    choose={setState}
                />
                {may_change && webhook.dead > 0 && (
                    <Button
                        size="xs"
                        variant="default"
                        loading={replay.isPending}
                        onClick={() => {
                            replay.mutate(webhook.id);
                        }}
                    >
                        {t('webhooks_out.replay_dead', { count: webhook.dead })}
                    </Button>
                )}
            </div>
            {replay.data !== undefined && <p role="status">{t('webhooks_out.replayed', { count: replay.data.replayed })}</p>}
            {replay.isError && <Trouble what={t('webhooks_out.not_done')} error={replay.error} />}
            {deliveries.isError && <Trouble what={t('webhooks_out.log_unreadable')} error={deliveries.error} />}
            {deliveries.isSuccess && items.length === 0 && <Empty kind="nothing" title={t('webhooks_out.log_none')} />}
            {items.map((each) => (
                <Line key={each.id} delivery={each} may_change={may_change} />
            ))}
            {deliveries.hasNextPage && (
                <Button
                    variant="default"
                    mt={12}
                    loading={deliveries.isFetchingNextPage}
                    onClick={() => {
                        void deliveries.fetchNextPage();
                    }}
                >
                    {t('webhooks_out.more')}
                </Button>
            )}
        </Section>
    );
}

function Line({ delivery, may_change }: { delivery: Schemas['Delivery']; may_change: boolean }) {
    const { t } = useTranslation();
    const [is_open, setOpen] = useState(false);
    return (
        <details
            className={classes.delivery}
            onToggle={(event) => {
                setOpen(event.currentTarget.open);
            }}
        >
            <summary>
                <StateMark tone={tones[delivery.state]}>{t(`webhooks_out.delivery_${delivery.state}`)}</StateMark>{' '}
                <code>{delivery.type}</code>{' '}
                <span className="small dim">
                    <Ago at={delivery.created_at} /> · {t('webhooks_out.attempts', { count: delivery.attempts })}
                    {delivery.last_status !== null && <> · {delivery.last_status}</>}
                    {delivery.next_at !== null && delivery.attempts > 0 && (
                        <>
                            {' · '}
                            {t('webhooks_out.next')} <Ago at={delivery.next_at} />
                        </>
                    )}
                </span>
            </summary>
            {is_open && <Inside id={delivery.id} may_change={may_change} />}
        </details>
    );
}

function Inside({ id, may_change }: { id: string; may_change: boolean }) {
    const { t } = useTranslation();
    const found = useDelivery(id, true);
    const replay = useReplayDelivery();
    if (found.isError) return <Trouble what={t('webhooks_out.log_unreadable')} error={found.error} />;
    if (found.data === undefined) return null;
    const delivery = found.data;
    return (
        <div className={classes.inside}>
            <p className="small dim">
                <code>webhook-id: {delivery.id}</code>
            </p>
            {delivery.problem !== null && (
                <p>
                    {delivery.problem.title}. {delivery.problem.remedy}
                </p>
            )}
            {may_change && (
                <Button
                    size="xs"
                    variant="default"
                    loading={replay.isPending}
                    onClick={() => {
                        replay.mutate(delivery.id);
                    }}
                >
                    {t('webhooks_out.replay')}
                </Button>
            )}
            {replay.isError && <Trouble what={t('webhooks_out.not_done')} error={replay.error} />}
            <ol className={classes.attempts} reversed start={delivery.attempts}>
                {delivery.attempt_list.map((each) => (
                    <li key={each.number}>
                        <Ago at={each.at} /> · {each.status === null ? t('webhooks_out.no_answer') : each.status} · {each.took_ms}{' '}
                        ms
                        {each.problem !== null && <> · {each.problem.title}</>}
                        {each.reply !== null && each.reply !== '' && <Raw label={t('webhooks_out.reply')}>{each.reply}</Raw>}
                    </li>
                ))}
            </ol>
            {delivery.body === null ? (
                <p className="dim">{t('webhooks_out.body_hidden')}</p>
            ) : (
                <Raw label={t('webhooks_out.body')}>{pretty(delivery.body)}</Raw>
            )}
        </div>
    );
}

function pretty(body: string): string {
    try {
        return JSON.stringify(JSON.parse(body), null, 2);
    } catch {
        return body;
    }
}
