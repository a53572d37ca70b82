;;; support.el --- What the tests of Emacs share  -*- lexical-binding: t; -*-

;;; Code:

(require 'ert)
(require 'cl-lib)
(require 'quotemark-mode)

(defconst quotemark-test-repository
  (file-name-as-directory (expand-file-name "../.." (file-name-directory load-file-name))))

(defun quotemark-test-file (name)
  "Return the path of the repository's file NAME."
  (expand-file-name name quotemark-test-repository))

(defmacro quotemark-test-with-text (text &rest body)
  "Run BODY in a coloured buffer of `quotemark-mode' that holds TEXT."
  (declare (indent 1))
  `(with-temp-buffer
     (insert ,text)
     (quotemark-mode)
     (font-lock-ensure)
     (goto-char (point-min))
     ,@body))

(defun quotemark-test-go-to (words)
  "Go to the first place that holds WORDS."
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun quotemark-test-go-inside (words)
  "Go into the first place that holds WORDS."
  (quotemark-test-go-to words)
  (forward-char 1))

(defun quotemark-test-wait (what condition)
  "Wait until CONDITION returns something, and return it; WHAT says what it is."
  (with-timeout (20 (ert-fail (list "waited in vain for" what)))
    (let (found)
      (while (not (setq found (funcall condition)))
        (accept-process-output nil 0.02))
      found)))

(provide 'support)
;;; support.el ends here
