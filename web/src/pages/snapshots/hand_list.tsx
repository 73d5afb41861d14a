// SPDX-License-Identifier: Apache-2.0
// What has to be done by hand in an app that cannot be written to: a row for each field of a person, to copy, to tick.
import { Button, Checkbox } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnection } from '../../api/queries';
import { PagedRows } from '../../parts/list/paged_list';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { Value } from '../../parts/value';
import { useHandList, useRefresh, useTick } from './queries';
import classes from './snapshots.module.css';

type State = Schemas['HandState'];
const states: readonly State[] = ['open', 'contradicted', 'ticked', 'confirmed', 'no_longer_needed'];
const tones: Record<State, Tone> = {
    open: 'attention',
    contradicted: 'failed',
    ticked: 'wait',
    confirmed: 'ok',
    no_longer_needed: 'off',
};

export default function HandListPage() {
    const { connection = '' } = useParams();
    const { t, i18n } = useTranslation();
    const found = useConnection(connection);
    const [state, setState] = useState<State>('open');
    const list = useHandList(connection, state);
    const refresh = useRefresh(connection);
    const counts = list.data?.pages[0]?.counts;
    const label = found.data?.connection.label ?? '';
    const all = counts === undefined ? 0 : Object.values(counts).reduce((one, other) => one + other, 0);
    const action = (
        <>
            <Button
                variant="default"
                loading={refresh.isPending}
                onClick={() => {
                    refresh.mutate(undefined);
                }}
            >
                {t('hand.refresh')}
            </Button>
            <Button component={Link} to={`/connections/${connection}/snapshots`} variant="default">
                {t('snapshots.title')}
            </Button>
        </>
    );
    return (
        <>
            <PageHead
                title={label === '' ? t('hand.title') : t('hand.title_of', { label })}
                sentence={t('hand.sentence')}
                action={action}
            />
            {refresh.isError && <Trouble what={t('hand.not_refreshed')} error={refresh.error} />}
            <div className={classes.chips} role="group" aria-label={t('hand.which')}>
                {states.map((each) => (
                    <button
                        key={each}
                        type="button"
                        className={classes.chip}
                        aria-pressed={state === each}
                        onClick={() => {
                            setState(each);
                        }}
                    >
                        {t(`hand.state.${each}`)}{' '}
                        <b className="numbers">{counts === undefined ? '…' : exact(counts[each], i18n.language)}</b>
                    </button>
                ))}
            </div>
            <PagedRows
                pages={list}
                unreadable={t('hand.unreadable')}
                empty={
                    all === 0 ? (
                        <Empty
                            kind="nothing"
                            title={t('hand.none')}
                            action={
                                <Button component={Link} to={`/connections/${connection}/snapshots`}>
                                    {t('hand.to_snapshots')}
                                </Button>
                            }
                        >
                            {t('hand.none_why')}
                        </Empty>
                    ) : (
                        <Empty kind="good" title={t(state === 'open' ? 'hand.all_done' : 'hand.none_so')} />
                    )
                }
            >
                {(items) => (
                    <ul className={classes.list}>
                        {items.map((item) => (
                            <Row key={item.id} connection={connection} item={item} />
                        ))}
                    </ul>
                )}
            </PagedRows>
        </>
    );
}

function Row({ connection, item }: { connection: string; item: Schemas['HandItem'] }) {
    const { t } = useTranslation();
    const tick = useTick(connection);
    const can_tick = item.state === 'open' || item.state === 'contradicted' || item.state === 'ticked';
    return (
        <li className={classes.hand}>
            {can_tick ? (
                <Checkbox
                    aria-label={t('hand.done', { person: item.person, field: item.label })}
                    checked={item.state === 'ticked'}
                    disabled={tick.isPending}
                    onChange={(event) => {
                        tick.mutate({ id: item.id, ticked: event.currentTarget.checked });
                    }}
                />
            ) : (
                <span />
            )}
            <div className={classes.who}>
                <span>
                    <b>{item.person}</b> <Copy text={item.person} what={t('hand.name')} />
                </span>
                <span className="small dim">{item.record_id === '' ? '' : <code>{item.record_id}</code>}</span>
            </div>
            <div className={classes.what}>
                <p>
                    <b>{item.label}</b>
                </p>
                <p>
                    <span className={classes.old}>
                        <Value value={item.there} />
                    </span>{' '}
                    <span aria-label={t('snapshots.becomes')}>→</span> <Value value={item.wanted} />{' '}
                    <Copy text={plain(item.wanted)} what={item.label} />
                </p>
                {tick.isError && <Trouble what={t('hand.not_ticked')} error={tick.error} />}
            </div>
            <StateMark tone={tones[item.state]}>{t(`hand.state.${item.state}`)}</StateMark>
        </li>
    );
}

function plain(value: Schemas['Value']): string {
    if (Array.isArray(value)) return value.join(', ');
    return value ?? '';
}

function Copy({ text, what }: { text: string; what: string }) {
    const { t } = useTranslation();
    const [copied, setCopied] = useState(false);
    if (text === '') return null;
    const copy = () => {
        // Without TLS browsers give no clipboard: then the text is left to be marked by hand.
        void (navigator.clipboard as Clipboard | undefined)?.writeText(text).then(
            () => {
                setCopied(true);
                setTimeout(() => {
                    setCopied(false);
                }, 1_500);
            },
            () => undefined,
        );
    };
    return (
        <button
            type="button"
            className={classes.copy}
            aria-label={copied ? t('hand.copied') : t('hand.copy', { what })}
            onClick={copy}
        >
            {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
        </button>
    );
}
