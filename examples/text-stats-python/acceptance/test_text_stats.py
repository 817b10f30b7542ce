import unittest

from text_stats_python import TextStats, text_stats


class TextStatsOfATale(unittest.TestCase):
    tale = "Once upon a time\nthere was a word, and the word was\tlong-winded."

    def test_counts_every_word(self):
        self.assertEqual(text_stats(self.tale).word_count, 13)

    def test_takes_the_first_of_the_longest(self):
        self.assertEqual(text_stats(self.tale).longest, "long-winded.")
        self.assertEqual(text_stats("ab cd").longest, "ab")

    def test_counts_each_word_as_it_stands(self):
        frequency = text_stats(self.tale).frequency
        self.assertEqual((frequency["a"], frequency["word"], frequency["word,"]), (2, 1, 1))

    def test_describes_texts_without_words(self):
        self.assertEqual(text_stats(" \n\t"), TextStats(0, "", {}))
