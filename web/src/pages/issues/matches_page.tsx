// SPDX-License-Identifier: Apache-2.0
// Who is who, one after the other: the person in question beside those who could be meant, answered with the mouse or the keys.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useAnswer, useStatus, useTakeBack } from '../../api/queries';
import { isTyping } from '../../parts/frame/commands';
import { AnswerList } from '../../parts/issues/answer_list';
import { IssueList } from '../../parts/issues/issues';
import { ListSkeleton } from '../../parts/list/list';
import { itemsOf } from '../../parts/list/paged_list';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import { WithSync } from '../../parts/with_sync';
import classes from './inbox.module.css';
import { IssueTabs } from './issue_tabs';
import { useIssuesOf } from './queries';

export default function MatchesPage() {
    const { t } = useTranslation();
    return <WithSync title={t('inbox.matches')}>{(sync) => <Matches sync={sync} />}</WithSync>;
}

function candidatesOf(issue: Schemas['Issue']): string[] {
    const list = (issue.detail as { candidates?: unknown } | null)?.candidates;
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}

function Matches({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const found = useIssuesOf(sync.id, 'match_unsure');
    const status = useStatus(sync.id);
    const answer = useAnswer();
    const back = useTakeBack();
    const [passed, setPassed] = useState<string[]>([]); // "not now": behind the others
    const [last, setLast] = useState<string | null>(null);
    const open = itemsOf(found).filter((issue) => issue.answer === null && issue.choices.length > 0);
    const waiting = [...open.filter((each) => !passed.includes(each.id)), ...open.filter((each) => passed.includes(each.id))];
    const shown = waiting[0];
    const later = (id: string) => {
        setPassed([...passed.filter((each) => each !== id), id]);
        if (waiting.length < 5 && found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
    };
    const give = (issue: Schemas['Issue'], choice: Schemas['Choice'], candidate?: string) => {
        if (!issue.choices.includes(choice) || answer.isPending) return;
        answer.mutate(
            {
                sync: sync.id,
                issue: issue.id,
                answer: { choice, version: issue.version, ...(candidate === undefined ? {} : { candidate }) },
            },
            {
                onSuccess: (given) => {
                    setLast(given.items[0]?.id ?? null);
                },
            },
        );
    };
    useEffect(() => {
        const pressed = (event: KeyboardEvent) => {
            if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.key === 'u' && last !== null) {
                back.mutate({ sync: sync.id, answer: last });
                setLast(null);
            }
            if (shown === undefined) return;
            if (event.key === 'j' || event.key === 'n') later(shown.id);
            if (event.key === 'd') give(shown, 'different_people');
            if (event.key === 'c') give(shown, 'create_anyway');
            const candidate = /^[1-4]$/.test(event.key) ? candidatesOf(shown)[Number(event.key) - 1] : undefined;
            if (candidate !== undefined) give(shown, 'same_person', candidate);
        };
        document.addEventListener('keydown', pressed);
        return () => {
            document.removeEventListener('keydown', pressed);
        };
    });
    const all = status.data?.counts.unsure;
    return (
        <>
            <PageHead
                title={t('inbox.matches')}
                sentence={all === undefined || all === 0 ? t('inbox.matches_sentence') : t('inbox.matches_count', { count: all })}
            />
            <IssueTabs />
            {found.isError && <Trouble what={t('issues.unreadable')} error={found.error} />}
            {found.isPending && <ListSkeleton columns="1fr" rows={4} />}
            {found.data !== undefined && shown === undefined && (
                <Empty kind="good" title={t('inbox.no_matches')}>
                    {t('inbox.no_matches_why')}
                </Empty>
            )}
            {answer.isError && <Trouble what={t('answer.failed')} error={answer.error} />}
            {back.isError && <Trouble what={t('answer.not_taken_back')} error={back.error} />}
            {shown !== undefined && (
                <>
                    <div className={classes.desk} aria-live="polite">
                        <IssueList key={shown.id} sync={sync} issues={[shown]} />
                    </div>
                    <p className={classes.keys}>
                        <Button
                            size="compact-sm"
                            variant="default"
                            onClick={() => {
                                later(shown.id);
                            }}
                        >
                            {t('inbox.not_now')}
                        </Button>{' '}
                        <span className="dim">{t('inbox.keys')}</span>
                    </p>
                </>
            )}
            <AnswerList sync={sync} />
        </>
    );
}
