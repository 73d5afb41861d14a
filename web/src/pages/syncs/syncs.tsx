// SPDX-License-Identifier: Apache-2.0
// All syncs of whoever keeps several clinics: how each stands, those that need somebody first. With one, its home.
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync, sideNames, useCurrent } from '../../parts/current_sync';
import { HealthMark, HealthTimes, healthSentence, needsLook } from '../../parts/health/health';
import { Cell, Chips, HeadCell, ListTools } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList } from '../../parts/list/paged_list';
import { SearchField } from '../../parts/list/search_field';
import { Ago, Count } from '../../parts/numbers/numbers';
import { exact, percent } from '../../parts/numbers/say';
import { Empty, PageHead, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { SendOn } from '../../parts/page/still_here';
import Home from '../home/home';
import { type OverviewFilter, type OverviewLine, shows, useOverview } from './queries';
import classes from './syncs.module.css';

const tones: Record<Schemas['SyncState'], Tone> = { draft: 'off', backfilling: 'wait', running: 'ok', paused: 'attention' };
const heights = { wide: 56, narrow: 108 };

// Everything that has no sync in its address: the only one there is, the one an old link names (?sync=), or the choice.
export default function Syncs() {
    const { syncs, loading, error, retry } = useCurrent();
    const { pathname, search } = useLocation();
    const [parameters] = useSearchParams();
    const named = syncs.find((sync) => sync.id === parameters.get('sync')) ?? (syncs.length === 1 ? syncs[0] : undefined);
    if (named !== undefined) return <SendOn to={inSync(named.id, pageOfSync(pathname) + search)} />;
    if (syncs.length === 0 || loading) return <Home />;
    return <Overview error={error} retry={retry} />;
}

// The page that was asked for before a sync was chosen.
function pageOfSync(pathname: string): string {
    return pathname === '/' || pathname === '/syncs' ? '' : pathname;
}

function Overview({ error, retry }: { error: Error | null; retry: () => void }) {
    const { t } = useTranslation();
    const go = useNavigate();
    const { pathname } = useLocation();
    const address = useListAddress(pathname);
    const filter: OverviewFilter = {
        query: address.filter('query'),
        show: shows.find((each) => each === address.filter('show')) ?? '',
    };
    const found = useOverview(filter, true);
    const first = found.data?.pages[0];
    const page = pageOfSync(pathname);
    return (
        <>
            <PageHead
                title={t('syncs.title')}
                sentence={
                    first === undefined
                        ? t('syncs.all')
                        : `${t('syncs.sentence', { count: first.total })} ${
                              first.needs_look === 0 ? t('syncs.all_well') : t('syncs.need', { count: first.needs_look })
                          }`
                }
                action={
                    <Button component={Link} to="/syncs/new" variant="default">
                        {t('syncs.add')}
                    </Button>
                }
            />
            {error !== null && <Trouble what={t('trouble.page')} error={error} retry={retry} />}
            <ListTools>
                <SearchField
                    text={filter.query}
                    words={t('syncs.find')}
                    search={(text) => {
                        address.setFilter('query', text);
                    }}
                />
                <Chips
                    label={t('syncs.filter')}
                    chosen={filter.show}
                    options={shows
                        .filter((name) => name === '' || name === filter.show || figure(first, name) > 0)
                        .map((name) => ({ name, words: `${chipWord(t, name)} ${figure(first, name)}` }))}
                    choose={(name) => {
                        address.setFilter('show', name);
                    }}
                />
            </ListTools>
            <PagedList
                pages={found}
                unreadable={t('syncs.unreadable')}
                empty={
                    <Empty
                        kind={filter.query === '' && filter.show === 'needs_look' ? 'good' : 'nothing'}
                        title={filter.query === '' && filter.show === 'needs_look' ? t('syncs.all_well') : t('syncs.none_found')}
                        action={
                            <Button variant="default" onClick={address.clearFilters}>
                                {t('syncs.see_all')}
                            </Button>
                        }
                    />
                }
                label={t('syncs.title')}
                id={(line) => line.id}
                opened={null}
                open={(line) => {
                    void go(inSync(line.id, page));
                }}
                columns="var(--sync-columns)"
                heights={heights}
                head={
                    <>
                        <HeadCell>{t('syncs.name')}</HeadCell>
                        <HeadCell>{t('syncs.state')}</HeadCell>
                        <HeadCell>{t('syncs.linked')}</HeadCell>
                        <HeadCell className={classes.waiting}>{t('syncs.waiting')}</HeadCell>
                        <HeadCell>{t('syncs.open_issues')}</HeadCell>
                        <HeadCell className={classes.quota}>{t('syncs.quota')}</HeadCell>
                        <HeadCell className={classes.last}>{t('syncs.last_change')}</HeadCell>
                    </>
                }
                row={(line) => <SyncLine line={line} page={page} />}
            />
        </>
    );
}

function chipWord(t: TFunction, name: (typeof shows)[number]): string {
    if (name === '') return t('syncs.show_all');
    if (name === 'needs_look') return t('syncs.show_needs_look');
    const word = t(`condition.state.${name}`);
    return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

function figure(page: Schemas['OverviewPage'] | undefined, name: (typeof shows)[number]): number {
    if (page === undefined) return 0;
    return name === '' ? page.total : name === 'needs_look' ? page.needs_look : (page.states[name] ?? 0);
}

// A sync that is well or rests as somebody wanted is told by its own state; what is wrong with it, by its health.
function SyncLine({ line, page }: { line: OverviewLine; page: string }) {
    const { t } = useTranslation();
    const is_told = needsLook(line.health) || line.health.state === 'unknown' || line.health.state === 'waiting';
    const sentence = healthSentence(line.health);
    return (
        <>
            <Cell className={classes.name}>
                <Link
                    to={inSync(line.id, page)}
                    tabIndex={-1}
                    onClick={(event) => {
                        event.stopPropagation();
                    }}
                >
                    {line.label}
                </Link>
            </Cell>
            <Cell className={classes.state}>
                {is_told ? (
                    <HealthMark health={line.health} />
                ) : (
                    <StateMark tone={tones[line.state]}>{t(`sync_state.${line.state}`)}</StateMark>
                )}{' '}
                {is_told && (
                    <span className={classes.times}>
                        <HealthTimes health={line.health} />
                    </span>
                )}
                {is_told && (
                    <span className={classes.why} title={sentence}>
                        {sentence}
                    </span>
                )}
            </Cell>
            <Figure word={t('syncs.linked')} value={line.linked} className={classes.linked} />
            <Figure word={t('syncs.waiting')} value={line.health.waits} className={classes.waiting} />
            <Cell className={classes.questions}>
                {line.open_issues > 0 ? (
                    <Link
                        to={inSync(line.id, '/issues')}
                        tabIndex={-1}
                        aria-label={`${t('syncs.open_issues')}: ${line.open_issues}`}
                        onClick={(event) => {
                            event.stopPropagation();
                        }}
                    >
                        <StateMark tone="attention">
                            <Count value={line.open_issues} />
                        </StateMark>
                    </Link>
                ) : (
                    <Count value={0} />
                )}{' '}
                <span className={classes.word}>{t('syncs.open_issues').toLocaleLowerCase()}</span>
            </Cell>
            <Cell className={classes.quota}>
                <QuotaShare line={line} />
            </Cell>
            <Cell className={classes.last}>{line.last_change_at === null ? '–' : <Ago at={line.last_change_at} />}</Cell>
        </>
    );
}

function Figure({ word, value, className }: { word: string; value: number; className: string | undefined }) {
    return (
        <Cell className={className}>
            <Count value={value} /> <span className={classes.word}>{word.toLocaleLowerCase()}</span>
        </Cell>
    );
}

// Of the side that has used more of its month; the exact figures of both are one hover away.
function QuotaShare({ line }: { line: OverviewLine }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(line);
    const limited = (['a', 'b'] as const).flatMap((side) => {
        const { limit, used_month, used_30_days } = line.quota[side];
        if (limit === null || limit <= 0) return [];
        const used = Math.max(used_month, used_30_days);
        return [{ name: names[side], used, limit, share: used / limit }];
    });
    const worst = limited.reduce((most, each) => Math.max(most, each.share), 0);
    if (limited.length === 0) return <span title={t('quota.no_limit')}>–</span>;
    const told = limited
        .map(({ name, used, limit, share }) =>
            t('syncs.quota_of', {
                name,
                used: exact(used, i18n.language),
                limit: exact(limit, i18n.language),
                share: percent(share, i18n.language),
            }),
        )
        .join('\n');
    const shown = (
        <span className="numbers" title={told}>
            {percent(worst, i18n.language)}
        </span>
    );
    return worst < 0.8 ? shown : <StateMark tone={worst >= 0.9 ? 'failed' : 'attention'}>{shown}</StateMark>;
}
