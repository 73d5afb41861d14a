// SPDX-License-Identifier: Apache-2.0
// One entry: what it does, costs and does besides, and a form to try it with.
import { Anchor, Button, NativeSelect, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { general, useOperation } from '../../parts/catalogue/queries';
import { connectionName } from '../../parts/current_sync';
import { Empty, Trouble } from '../../parts/page/page';
import classes from './catalogue.module.css';
import { RunForm } from './run_form';

export function Entry({ profile, id, connections }: { profile: string; id: string; connections: Schemas['Connection'][] }) {
    const { t } = useTranslation();
    const operation = useOperation(profile, id);
    const usable = connections.filter((each) => each.profile === profile && each.state !== 'disabled');
    const [chosen, setChosen] = useState('');
    const connection = usable.find((each) => each.id === chosen) ?? usable[0];
    if (operation.isPending)
        return (
            <div aria-busy>
                {Array.from({ length: 6 }, (_, at) => (
                    <Skeleton key={at} height={24} mt={16} />
                ))}
            </div>
        );
    if (operation.isError)
        return (
            <Trouble
                what={t('catalogue.unreadable')}
                error={operation.error}
                retry={() => {
                    void operation.refetch();
                }}
            />
        );
    const { title, help, method, path, notes, kind, event_type } = operation.data;
    return (
        <>
            <h2 className={classes.title}>{title}</h2>
            {help !== '' && <p>{help}</p>}
            <p className={classes.call}>
                <code>{kind === 'trigger' ? event_type : profile === general ? id : `${method} ${path}`}</code>
            </p>
            <ul className={classes.notes}>
                {notes.map(({ word, text }) => (
                    <li key={word} data-final={word === 'cannot_be_undone'}>
                        {text}
                    </li>
                ))}
            </ul>
            {id === 'schedule.due' && profile === general && (
                <p className="dim">
                    {t('catalogue.schedule_why')}{' '}
                    <Anchor component={Link} to="/events">
                        {t('frame.events')}
                    </Anchor>
                </p>
            )}
            {kind === 'trigger' && (profile !== general || id === 'webhook.received') ? (
                <p className="dim">
                    {profile === general ? (
                        <>
                            {t('catalogue.hook_why')}{' '}
                            <Anchor component={Link} to="/events">
                                {t('frame.events')}
                            </Anchor>
                        </>
                    ) : (
                        t('catalogue.trigger_why')
                    )}
                </p>
            ) : (
                <section className={classes.try}>
                    <h3>{t('catalogue.try')}</h3>
                    {profile === general ? (
                        <RunForm operation={operation.data} connection={general} />
                    ) : connection === undefined ? (
                        <Empty
                            kind="unset"
                            title={t('catalogue.no_connection')}
                            action={
                                <Button component={Link} to="/connections" variant="default">
                                    {t('frame.connections')}
                                </Button>
                            }
                        />
                    ) : (
                        <>
                            {usable.length > 1 ? (
                                <NativeSelect
                                    label={t('catalogue.account')}
                                    value={connection.id}
                                    data={usable.map((each) => ({ value: each.id, label: connectionName(each) }))}
                                    onChange={(happened) => {
                                        setChosen(happened.currentTarget.value);
                                    }}
                                />
                            ) : (
                                <p className="small dim">
                                    {t('catalogue.with')}{' '}
                                    <Anchor component={Link} to={`/connections/${connection.id}`}>
                                        {connectionName(connection)}
                                    </Anchor>
                                </p>
                            )}
                            <RunForm key={connection.id} operation={operation.data} connection={connection.id} />
                        </>
                    )}
                </section>
            )}
        </>
    );
}
