// SPDX-License-Identifier: Apache-2.0
// The draft, run at once against simulated apps: with a person of the books, with what an event said, or with what is typed.
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnections } from '../../api/queries';
import { useCurrent } from '../../parts/current_sync';
import { StateMark, Trouble } from '../../parts/page/page';
import type { TrialRun } from './acts';
import classes from './builder.module.css';
import type { Definition } from './definition';
import { readEvent, readRecord, useLastEvents, usePeople, useTrial } from './queries';
import { contactOf, eventOf } from './trial_input';

function readJson(text: string): Record<string, unknown> | null {
    if (text.trim() === '') return {};
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
    } catch {
        return null;
    }
}

export function Trial({
    definition,
    text,
    connections,
    show,
    close,
}: {
    definition: Definition;
    text: string;
    connections: Record<string, string>;
    show: (run: TrialRun) => void;
    close: () => void;
}) {
    const { t } = useTranslation();
    const trial = useTrial();
    const { syncs } = useCurrent();
    const known = useConnections();
    const [trigger, setTrigger] = useState(0);
    const [query, setQuery] = useState('');
    const [sought] = useDebouncedValue(query, 300);
    const slot = definition.triggers[trigger]?.on.split('/')[0] ?? '';
    const apps = Object.entries(definition.connections ?? {}).filter(([, each]) => each.app !== 'webhook');
    const [app, setApp] = useState(apps.some(([name]) => name === slot) ? slot : (apps[0]?.[0] ?? ''));
    const profile = definition.connections?.[app]?.app ?? '';
    // The account behind the name, or the only one of that app.
    const connection =
        connections[app] ?? known.data?.items.find((each) => each.profile === profile && each.state !== 'disabled')?.id ?? '';
    const sync = syncs.find((each) => each.a.connection === connection || each.b.connection === connection);
    const people = usePeople(sync?.id ?? '', sought);
    const events = useLastEvents(connection);
    const [contact, setContact] = useState('');
    const [event, setEvent] = useState('{}');
    const [failed, setFailed] = useState<unknown>(null);
    const side = sync?.a.connection === connection ? 'a' : 'b';
    const takePerson = async (record: string) => {
        if (sync === undefined || record === '') return;
        try {
            setFailed(null);
            const view = await readRecord(sync.id, record);
            setContact(JSON.stringify(contactOf(view, side), null, 2));
        } catch (error) {
            setFailed(error);
        }
    };
    const takeEvent = async (id: string) => {
        if (id === '') return;
        try {
            setFailed(null);
            const read = await readEvent(id);
            setEvent(JSON.stringify(eventOf(read), null, 2));
            if (sync !== undefined && read.record_id !== '') await takePerson(read.record_id);
        } catch (error) {
            setFailed(error);
        }
    };
    const read_contact = readJson(contact);
    const read_event = readJson(event);
    const run = () => {
        if (read_contact === null || read_event === null) return;
        const has_contact = Object.keys(read_contact).length > 0 && app !== '';
        trial.mutate(
            {
                definition: text,
                input: { trigger, event: read_event, ...(has_contact ? { contact: read_contact, app } : {}) },
            },
            { onSuccess: show },
        );
    };
    return (
        <Modal
            opened
            onClose={close}
            title={t('build.test')}
            size={720}
            padding={24}
            closeButtonProps={{ 'aria-label': t('panel.close') }}
        >
            <div className={classes.stack}>
                <p>{t('trial.why')}</p>
                {definition.triggers.length > 1 && (
                    <NativeSelect
                        label={t('trial.trigger')}
                        value={String(trigger)}
                        data={definition.triggers.map((each, number) => ({ value: String(number), label: each.on }))}
                        onChange={(happened) => {
                            setTrigger(Number(happened.currentTarget.value));
                        }}
                    />
                )}
                {apps.length > 1 && (
                    <NativeSelect
                        label={t('trial.app')}
                        value={app}
                        data={apps.map(([name, each]) => ({ value: name, label: `${name} (${each.app})` }))}
                        onChange={(happened) => {
                            setApp(happened.currentTarget.value);
                        }}
                    />
                )}
                {sync !== undefined && (
                    <div className={classes.compare}>
                        <TextInput
                            label={t('trial.find_person')}
                            value={query}
                            onChange={(happened) => {
                                setQuery(happened.currentTarget.value);
                            }}
                        />
                        <NativeSelect
                            label={t('trial.person')}
                            value=""
                            data={[
                                { value: '', label: '–' },
                                ...(people.data?.items ?? []).flatMap((each) => {
                                    const record = side === 'a' ? each.a_record : each.b_record;
                                    return record === null
                                        ? []
                                        : [
                                              {
                                                  value: each.link_id ?? record,
                                                  label: `${each.name} ${each.email ?? ''}`.trim() || record,
                                              },
                                          ];
                                }),
                            ]}
                            onChange={(happened) => {
                                void takePerson(happened.currentTarget.value);
                            }}
                        />
                    </div>
                )}
                <NativeSelect
                    label={t('trial.event')}
                    value=""
                    data={[
                        { value: '', label: '–' },
                        ...(events.data?.items ?? []).map((each) => ({
                            value: each.id,
                            label: `${each.type} ${new Date(each.received_at).toLocaleTimeString()} ${each.record_id}`,
                        })),
                    ]}
                    onChange={(happened) => {
                        void takeEvent(happened.currentTarget.value);
                    }}
                />
                {failed !== null && <Trouble what={t('trial.not_taken')} error={failed} />}
                {app !== '' && (
                    <Textarea
                        label={t('trial.contact')}
                        description={t('trial.contact_why')}
                        autosize
                        minRows={2}
                        maxRows={10}
                        spellCheck={false}
                        classNames={{ input: classes.code ?? '' }}
                        value={contact}
                        error={read_contact === null ? t('catalogue.problem.json') : undefined}
                        onChange={(happened) => {
                            setContact(happened.currentTarget.value);
                        }}
                    />
                )}
                <Textarea
                    label={t('trial.says')}
                    description={t('trial.says_why', { contact: '{{contact.id}}' })}
                    autosize
                    minRows={2}
                    maxRows={10}
                    spellCheck={false}
                    classNames={{ input: classes.code ?? '' }}
                    value={event}
                    error={read_event === null ? t('catalogue.problem.json') : undefined}
                    onChange={(happened) => {
                        setEvent(happened.currentTarget.value);
                    }}
                />
                <div>
                    <Button leftSection={<IconPlayerPlay size={16} />} loading={trial.isPending} onClick={run}>
                        {t('trial.run')}
                    </Button>
                </div>
                {trial.isError && <Trouble what={t('trial.not_run')} error={trial.error} />}
                {trial.data !== undefined && <Came run={trial.data} />}
            </div>
        </Modal>
    );
}

function Came({ run }: { run: TrialRun }) {
    const { t } = useTranslation();
    return (
        <section aria-live="polite" aria-label={t('trial.came')}>
            <p>
                <StateMark tone={run.status === 'done' ? 'ok' : run.status === 'failed' ? 'failed' : 'attention'}>
                    {t(`trial.status.${run.status}`)}
                </StateMark>{' '}
                {run.error_text !== undefined && run.error_text !== '' && (
                    <span>
                        {run.error_step}: {run.error_text}
                    </span>
                )}
            </p>
            {run.status === 'not_started' && <p>{t('trial.not_started_why')}</p>}
            <ol className={classes.came}>
                {run.steps.map((note, number) => (
                    <li key={number}>
                        <b>{note.step}</b>{' '}
                        <StateMark tone={note.what === 'failed' ? 'failed' : note.what === 'done' ? 'ok' : 'wait'}>
                            {t(`runs.what.${note.what}`)}
                        </StateMark>
                        {note.data !== null && note.data !== undefined && <code>{JSON.stringify(note.data).slice(0, 200)}</code>}
                    </li>
                ))}
            </ol>
            <p className="small dim">
                {Object.entries(run.calls)
                    .map(([operation, count]) => `${operation} × ${count}`)
                    .join(', ')}
                {run.mails > 0 && ` ${t('trial.mails', { count: run.mails })}`}
            </p>
        </section>
    );
}
