// SPDX-License-Identifier: Apache-2.0
// Search and commands (Ctrl+K), and the sheet of keys (?). An e-mail address, a phone number or an id opens the records page.
import { Modal, TextInput } from '@mantine/core';
import { IconLanguage, IconSearch, IconSunMoon } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { chooseLanguage } from '../../words/words';
import { usePath } from '../current_sync';
import type { Place } from '../page/route';
import { useScheme } from '../scheme';
import classes from './frame.module.css';

export function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function useCommandKeys(open: () => void): void {
    useEffect(() => {
        const pressed = (event: globalThis.KeyboardEvent) => {
            const asked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
            if (asked || (event.key === '?' && !isTyping(event.target))) {
                event.preventDefault();
                open();
            }
        };
        document.addEventListener('keydown', pressed);
        return () => {
            document.removeEventListener('keydown', pressed);
        };
    });
}

function fold(text: string): string {
    return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export function Commands({ opened, places, close }: { opened: boolean; places: Place[]; close: () => void }) {
    const { t } = useTranslation();
    return (
        <Modal
            opened={opened}
            onClose={close}
            withCloseButton={false}
            padding={0}
            yOffset="12vh"
            size={560}
            attributes={{ content: { 'aria-label': t('frame.find') } }}
        >
            {opened && <Palette places={places} close={close} />}
        </Modal>
    );
}

function Palette({ places, close }: { places: Place[]; close: () => void }) {
    const { t, i18n } = useTranslation();
    const go = useNavigate();
    const path = usePath();
    const { toggle } = useScheme();
    const [text, setText] = useState('');
    const [at, setAt] = useState(0);

    const commands = [
        ...places.map(({ to, word, Icon, of_sync }) => ({
            id: to,
            words: t(word),
            Icon,
            act: () => {
                void go(of_sync ? path(to) : to);
            },
        })),
        { id: 'theme', words: t('commands.theme'), Icon: IconSunMoon, act: toggle },
        {
            id: 'language',
            words: t('commands.language'),
            Icon: IconLanguage,
            act: () => {
                void chooseLanguage(i18n.language === 'fr' ? 'en' : 'fr');
            },
        },
    ].filter((command) => fold(command.words).includes(fold(text.trim())));
    const wanted = text.trim();
    if (wanted !== '') {
        commands.push({
            id: 'person',
            words: t('commands.look_up', { text: wanted }),
            Icon: IconSearch,
            act: () => {
                void go(`${path('/records')}?query=${encodeURIComponent(wanted)}`);
            },
        });
    }
    const chosen = Math.min(at, commands.length - 1);

    const pressed = (event: KeyboardEvent) => {
        if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, commands.length - 1));
        else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
        else if (event.key === 'Enter') {
            close();
            commands[chosen]?.act();
        } else return;
        event.preventDefault();
    };

    return (
        <div onKeyDown={pressed}>
            <TextInput
                data-autofocus
                size="lg"
                variant="unstyled"
                leftSection={<IconSearch size={18} />}
                placeholder={t('commands.placeholder')}
                aria-label={t('commands.placeholder')}
                value={text}
                onChange={(event) => {
                    setText(event.currentTarget.value);
                    setAt(0);
                }}
                role="combobox"
                aria-expanded
                aria-controls="commands"
                aria-activedescendant={`command-${chosen}`}
            />
            <ul className={classes.commands} id="commands" role="listbox" aria-label={t('frame.find')}>
                {commands.map((command, index) => (
                    <li
                        key={command.id}
                        id={`command-${index}`}
                        role="option"
                        aria-selected={index === chosen}
                        onMouseMove={() => {
                            setAt(index);
                        }}
                        onClick={() => {
                            close();
                            command.act();
                        }}
                    >
                        <command.Icon size={18} stroke={1.6} aria-hidden />
                        {command.words}
                    </li>
                ))}
            </ul>
            <p className={classes.keys}>
                <span>
                    <kbd>j</kbd> <kbd>k</kbd> {t('commands.move')}
                </span>
                <span>
                    <kbd>Enter</kbd> {t('commands.open')}
                </span>
                <span>
                    <kbd>Esc</kbd> {t('commands.close')}
                </span>
                <span>
                    <kbd>/</kbd> {t('commands.search')}
                </span>
            </p>
        </div>
    );
}
